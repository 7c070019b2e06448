"""A printer that is a folder: every receipt becomes a text file and a PDF."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from devices.models import PrinterModel
from devices.paper import Paper
from devices.pdf import render_pdf
from devices.plain import render_text
from devices.states import Device, DeviceError, ErrorCode, Health, Outcome, Power, Verdict

_KINDS = (".txt", ".pdf")


class FolderPrinter(Device):
    """Writes `<job>.txt` and `<job>.pdf`. A second job of the same id gets a number; nothing is ever overwritten."""

    def __init__(self, folder: Path, model: PrinterModel) -> None:
        super().__init__("The receipt folder")
        self.folder = folder
        self.model = model

    def print_job(self, job_id: str, elements: Paper, *, stopping: threading.Event | None = None) -> Outcome:
        """PRINTED when both files are on the disk, else NOT_STARTED. Raises only DeviceError DISABLED."""
        with self._busy():
            try:
                written = self._write(job_id, list(elements))
                outcome = Outcome(Verdict.PRINTED, None, written)
            except ValueError as error:
                outcome = Outcome(Verdict.NOT_STARTED, f"The receipt cannot be printed: {error}.")
            except OSError as error:
                outcome = Outcome(Verdict.NOT_STARTED, self._failed(error).sentence)
            self._problem = outcome.problem
            self.power = Power.OFF_OFFLINE if outcome.problem else Power.ONLINE
        return outcome

    def print_slip(self, job_id: str, elements: Paper, *, stopping: threading.Event | None = None) -> Outcome:
        """A form goes to the folder as a paper of its own."""
        return self.print_job(f"{job_id}-slip", elements, stopping=stopping)

    def _write(self, job_id: str, elements: list[Mapping[str, Any]]) -> int:
        """Bytes of text and PDF, both complete before either has its name."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        targets = self._free_names(job_id)
        drafts = [target.with_name(f".{target.name}.part") for target in targets]
        try:
            self._draft(drafts, elements)
            size = sum(draft.stat().st_size for draft in drafts)
            for draft, target in zip(drafts, targets, strict=True):
                draft.rename(target)
        finally:
            for draft in drafts:
                draft.unlink(missing_ok=True)
        _sync(self.folder)
        return size

    def _draft(self, drafts: list[Path], elements: Paper) -> None:
        text, pdf = drafts
        lines = render_text(elements, self.model.columns)
        text.write_text("\n".join(lines) + "\n", encoding="utf-8")
        render_pdf(elements, pdf, self.model.columns, self.model.paper_mm)
        for draft in drafts:
            _sync(draft)

    def _free_names(self, job_id: str) -> list[Path]:
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", job_id).strip("-")[:80] or "receipt"
        number = 1
        while True:
            name = stem if number == 1 else f"{stem}-{number}"
            targets = [self.folder / f"{name}{kind}" for kind in _KINDS]
            if not any(target.exists() for target in targets):
                return targets
            number += 1

    def _failed(self, error: OSError) -> DeviceError:
        reason = error.strerror or type(error).__name__
        return DeviceError(f"The receipt folder {self.folder} cannot be written: {reason}.", ErrorCode.FAILURE)

    def check_health(self) -> Health:
        """Whether the folder can be written to."""
        self._problem = self._trouble()
        self.power = Power.OFF_OFFLINE if self._problem else Power.ONLINE
        return Health(self._problem is None, self._problem or f"Receipts go to {self.folder}.", self.power)

    def _trouble(self) -> str | None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            return self._failed(error).sentence
        if not os.access(self.folder, os.W_OK | os.X_OK):
            return f"The receipt folder {self.folder} may not be written to."
        return None


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
