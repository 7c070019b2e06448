"""Files for others, in the folder of the setting `outbox.folder`, and from others, in that of `files.inbox`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data import settings
from data.arrived import read_whole
from data.csvout import put
from data.permissions import Refused
from devices.letter_pdf import render_letter

if TYPE_CHECKING:
    from screens.desk import Desk

SETTING, INBOX = "outbox.folder", "files.inbox"
MOST_BYTES = 64 * 1024 * 1024
"""No bank's statement of a day is larger, and no list of checks."""


async def write_text(desk: Desk, name: str, content: str) -> str:
    """Write a file exactly as given; its path. Raises `Refused` when it cannot be written."""
    return await write_bytes(desk, name, content.encode())


async def write_bytes(desk: Desk, name: str, content: bytes) -> str:
    """The same for a file that is no text."""
    folder = await desk.ask(_folder, desk)
    return await desk.ask(_write, folder, name, content)


async def write_pdf(desk: Desk, name: str, elements: Sequence[Mapping[str, Any]]) -> str:
    """Write a paper as a PDF of letter pages; its path. Raises `Refused` when it cannot be written."""
    folder = await desk.ask(_folder, desk)
    return await desk.ask(_render, folder, name, elements)


def _folder(desk: Desk) -> Path:
    folder = Path(settings.value(desk.store, SETTING, desk.clock.today()))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"The folder {folder} cannot be made: {error.strerror} (setting {SETTING}).") from None
    return folder


def _write(folder: Path, name: str, content: bytes) -> str:
    try:
        return str(put(folder, name, content))
    except OSError as error:
        raise Refused(f"{folder / name} cannot be written: {error.strerror} (setting {SETTING}).") from None


def _render(folder: Path, name: str, elements: Sequence[Mapping[str, Any]]) -> str:
    content, _ = render_letter(elements, "", Path(name).stem)
    return _write(folder, name, content)


async def read_text(desk: Desk, name: str) -> str:
    """A file that came from somebody else: a path, or a name in the inbox or the outbox. Raises `Refused`."""
    outbox, path = await desk.ask(_folder, desk), Path(name).expanduser()
    arrived = Path(settings.value(desk.store, INBOX, desk.clock.today())) / path
    return await desk.ask(_read, arrived if arrived.exists() else outbox / path)


def _read(path: Path) -> str:
    try:
        return read_whole(path, MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise Refused(f"{path.name} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path.name} is not a text file.") from None
