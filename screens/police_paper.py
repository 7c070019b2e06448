"""The way of a police paper out of the program: rendered in memory, written down, then printed or put in the folder."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.permissions import Refused
from data.police import paper
from devices.letter_pdf import COLUMNS, render_letter
from devices.plain import render_text
from devices.states import DeviceError, Verdict
from screens.police import purpose

if TYPE_CHECKING:
    from screens.desk import Desk

NOWHERE = "This station has no documents printer and no folder for police papers ([documents], police.folder)."


Elements = Sequence[Mapping[str, Any]]
Render = Callable[[str], tuple[bytes, int]]
"""Makes a PDF with the marking that every page carries; the PDF and the number of its pages."""


async def print_paper(
    desk: Desk, document: str, kind: str, object_id: int, elements: Elements, *, about: str = "",
    words: str = paper.DISSEMINATION, language: str = "en",
) -> str:  # fmt: skip
    """Print a paper about a record; a sentence for the message row. `document` is its code, such as `RECEIPT`.

    `about` stands at the foot of every page, so that loose pages find their record: its number, never a name. `words`
    stand there too: who may have the paper. The rest of the foot is in `language`, `en` or `es`, as the paper is.

    To the documents printer through a pipe where the station has one, else as a file (mode 0600) in the folder of its
    configuration. Raises `Refused` when there is neither, no reason was chosen, or the printer does not take it.
    """
    before = f"{about}. " if about else ""

    def render(mark: str) -> tuple[bytes, int]:
        return render_letter(elements, before + mark, document, paper.PAGE[language])

    return await print_pdf(desk, document, kind, object_id, render, words=words, language=language)


async def print_pdf(
    desk: Desk, document: str, kind: str, object_id: int, render: Render, *, words: str = paper.DISSEMINATION,
    language: str = "en",
) -> str:  # fmt: skip
    """Print a page that is no letter, such as photographs, in the same way. Raises `Refused`."""
    _require_way(desk)
    return await _print(desk, desk.ask_police, document, kind, object_id, render, await purpose(desk), words, language)


def preview(elements: Elements) -> list[str]:
    """A paper as rows of the screen, as wide as it is printed."""
    return render_text(elements, COLUMNS)


async def print_report(desk: Desk, document: str, elements: Elements) -> str:
    """Print one of the auditor's reports, in the same way. Raises `Refused`."""
    _require_way(desk)

    def render(mark: str) -> tuple[bytes, int]:
        return render_letter(elements, mark, document)

    return await _print(desk, desk.ask_police_audit, document, paper.REPORT, 0, render, "AUDIT")


def _require_way(desk: Desk) -> None:
    if desk.devices.documents is None and not desk.police_folder:
        raise Refused(NOWHERE)


async def _print(
    desk: Desk,
    ask: Callable[..., Awaitable[Any]],
    document: str,
    kind: str,
    object_id: int,
    render: Render,
    why: str,
    words: str = paper.DISSEMINATION,
    language: str = "en",
) -> str:
    """Render, write down, hand over, and write down what became of it."""
    session, printer = desk.clerk_session, desk.devices.documents
    mark = await ask(paper.marking, session, words, language)
    pdf, pages = await desk.ask(render, mark)
    way = paper.PRINTER if printer is not None else paper.FOLDER
    number = await ask(paper.log, session, document, kind, object_id, pages, why, way, size=len(pdf))
    name, failed = f"{document}-{number}", True
    try:
        if printer is not None:
            outcome = await desk.ask(printer.print_bytes, pdf, name)
            failed = outcome.verdict is Verdict.NOT_STARTED
            sentence = outcome.problem or f"{name} was handed to the printer ({_pages(pages)})."
        else:
            await desk.ask(_write, Path(desk.police_folder), f"{name}.pdf", pdf)
            sentence = f"{name}.pdf was written to the folder of police papers ({_pages(pages)})."
            failed = False
    except DeviceError as error:
        raise Refused(error.sentence) from None
    finally:
        await ask(paper.done, session, number, failed=failed)
    if failed:
        raise Refused(sentence)
    return sentence


def _pages(count: int) -> str:
    return f"{count} page" if count == 1 else f"{count} pages"


def _write(folder: Path, name: str, data: bytes) -> None:
    """Write a new private file. Raises `Refused`."""
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from None
