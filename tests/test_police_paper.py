"""Police papers: logged before they leave, marked on every page, through a pipe or into a private file."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from conftest import SessionOf

from data import audit
from data.permissions import AUDITOR, Refused
from data.police import access, paper
from data.police.store import PoliceStore
from data.session import Session
from devices.cups import DocumentPrinter
from devices.letter_pdf import LINES, render_letter
from screens import police_paper
from screens.desk import Desk

NAME = "PLAINLY FICTITIOUS"


def _text(pdf: bytes) -> list[str]:
    """The text of each page's content stream."""
    pages = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        raw = zlib.decompress(a85decode(stream.strip(), adobe=False) if not stream.startswith(b"x") else stream)
        pages.append(" ".join(part.decode("cp1252") for part in re.findall(rb"\(((?:\\.|[^\\)])*)\) Tj", raw)))
    return pages


def _decoded(pdf: bytes) -> list[str]:
    return _text(pdf.replace(b"~>", b""))


def test_every_page_carries_the_marking() -> None:
    """Long papers break into letter pages; a cut begins a new one."""
    rows = [{"text": f"row {n}"} for n in range(LINES + 5)]
    pdf, pages = render_letter([*rows, {"cut": True}, {"text": "last page"}], f"Agency. {paper.DISSEMINATION}", "X")
    assert pages == 3
    found = _decoded(pdf)
    assert len(found) == 3
    for n, page in enumerate(found, 1):
        assert "Contains confidential information" in page
        assert f"Page {n} of 3" in page
    assert f"row {LINES - 1}" in found[0]
    assert f"row {LINES}" in found[1]
    assert "last page" in found[2]


class PaperDesk:
    """As much of a desk as a paper needs."""

    def __init__(self, police: PoliceStore, session: Session, folder: str = "", printer: Any = None) -> None:
        self.police, self.clerk_session = police, session
        self.police_folder, self.purpose = folder, "REGISTRATION"
        self.devices = SimpleNamespace(documents=printer)

    async def ask(self, call: Any, *args: Any) -> Any:
        """At once."""
        return call(*args)

    async def ask_police_audit(self, call: Any, *args: Any, **keywords: Any) -> Any:
        """At once."""
        return call(self.police, *args, **keywords)

    async def ask_police(self, call: Any, *args: Any, **keywords: Any) -> Any:
        """At once."""
        return call(self.police, *args, **keywords)


def _desk(*args: Any, **keywords: Any) -> Desk:
    return cast("Desk", PaperDesk(*args, **keywords))


async def test_a_file_is_private_and_logged(police: PoliceStore, police_session: Session, tmp_path: Path) -> None:
    """The file's name says nothing; the log has who, what, why and where; the name of the person is in neither."""
    desk = _desk(police, police_session, str(tmp_path / "out"))
    said = await police_paper.print_paper(desk, "RECEIPT", "PERSON", 7, [{"text": NAME}])
    (file,) = (tmp_path / "out").iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == ("RECEIPT-1.pdf", 0o600)
    assert said == "RECEIPT-1.pdf was written to the folder of police papers (1 page)."
    (page,) = _decoded(file.read_bytes())
    assert NAME in page
    assert f"Printed by {police_session.clerk.number}" in page
    logged = police.row("SELECT document, kind, object_id, pages, purpose, destination, user_id FROM prints")
    assert logged == ("RECEIPT", "PERSON", 7, 1, "REGISTRATION", "FOLDER", police_session.clerk.id)
    events = police.rows(
        "SELECT event, outcome, object_id, detail, pages, bytes FROM audit_log ORDER BY seq DESC LIMIT 2"
    )
    assert events == [("print.end", "ok", "1", "", None, None), ("print", "ok", "7", "RECEIPT", 1, file.stat().st_size)]
    assert audit.verify(police) == ""


async def test_a_public_paper_says_so_and_forbids_nothing(
    police: PoliceStore, police_session: Session, tmp_path: Path
) -> None:
    """Who asks for the arrest log may copy it; a letter to somebody from outside is theirs to show."""
    desk = _desk(police, police_session, str(tmp_path / "out"))
    for number, words in enumerate((paper.PUBLIC, paper.LETTER), 1):
        await police_paper.print_paper(desk, "ARREST-LOG", "BOOKING", 0, [{"text": NAME}], words=words)
        (page,) = _decoded((tmp_path / "out" / f"ARREST-LOG-{number}.pdf").read_bytes())
        assert "onfidential" not in page
        assert (paper.PUBLIC in page) == (words == paper.PUBLIC)
        assert f"Printed by {police_session.clerk.number}" in page


async def test_a_loose_page_finds_its_record(police: PoliceStore, police_session: Session, tmp_path: Path) -> None:
    """Every page names the record that it is about, beside the marking."""
    desk = _desk(police, police_session, str(tmp_path / "out"))
    long = [{"text": f"row {n}"} for n in range(LINES + 5)]
    await police_paper.print_paper(desk, "WORKSHEET", "VISIT", 7, long, about="Worksheet REG-2026-00007")
    (file,) = (tmp_path / "out").iterdir()
    pages = _decoded(file.read_bytes())
    assert len(pages) == 2
    assert all("Worksheet REG-2026-00007." in page and "do not copy" in page for page in pages)


async def test_the_foot_of_a_spanish_paper_is_spanish(
    police: PoliceStore, police_session: Session, tmp_path: Path
) -> None:
    desk = _desk(police, police_session, str(tmp_path / "out"))
    await police_paper.print_paper(desk, "RECEIPT", "VISIT", 7, [{"text": NAME}], words="", language="es")
    (file,) = (tmp_path / "out").iterdir()
    (page,) = _decoded(file.read_bytes())
    assert f"Impreso por {police_session.clerk.number} el " in page
    assert "1 de 1" in page
    assert "Printed" not in page
    assert "Page" not in page


async def test_a_printer_gets_it_through_a_pipe(police: PoliceStore, police_session: Session) -> None:
    """No file is named on the command line, and a refusal is kept as failed."""
    fed: list[tuple[list[str], bytes]] = []
    codes = iter((0, 1))

    def feed(command: Any, data: bytes) -> tuple[int, str]:
        fed.append((list(command), data))
        return next(codes), "no such thing"

    printer = DocumentPrinter("", run=lambda command: (0, "system default destination: laser"), feed=feed)
    printer.start()
    desk = _desk(police, police_session, printer=printer)
    assert "handed to the printer (1 page)" in await police_paper.print_paper(
        desk, "NOTICE", "PERSON", 7, [{"text": NAME}]
    )
    assert fed[0][0] == ["lp", "-n", "1", "-t", "NOTICE-1"]
    assert fed[0][1].startswith(b"%PDF")
    with pytest.raises(Refused, match="no such thing"):
        await police_paper.print_paper(desk, "NOTICE", "PERSON", 7, [{"text": NAME}])
    outcomes = police.rows("SELECT outcome FROM audit_log WHERE event = 'print.end' ORDER BY seq")
    assert outcomes == [("ok",), ("failed",)]


async def test_an_auditor_prints_reports_and_no_record(
    police: PoliceStore, session_of: SessionOf, tmp_path: Path
) -> None:
    """The report of who looked at whom is itself logged and marked; a paper about a person is refused."""
    auditor = session_of(AUDITOR)
    access.admit(police, auditor)
    desk = _desk(police, auditor, str(tmp_path / "out"))
    assert "VIEWS-1.pdf" in await police_paper.print_report(desk, "VIEWS", [{"text": "No rows."}])
    assert police.rows("SELECT document, kind, purpose FROM prints") == [("VIEWS", "AUDIT", "AUDIT")]
    with pytest.raises(Refused):
        await police_paper.print_paper(desk, "RECEIPT", "PERSON", 7, [{"text": NAME}])


async def test_nothing_is_printed_that_cannot_be_logged(
    police: PoliceStore, police_session: Session, session: Session, tmp_path: Path
) -> None:
    """Without a way out, a reason or the role there is no paper and no file."""
    with pytest.raises(Refused, match="no documents printer"):
        await police_paper.print_paper(_desk(police, police_session), "X", "PERSON", 7, [])
    with pytest.raises(Refused):
        await police_paper.print_paper(_desk(police, session, str(tmp_path / "out")), "X", "PERSON", 7, [])
    with pytest.raises(Refused, match="reason"):
        paper.log(police, police_session, "X", "PERSON", 7, 1, "CURIOSITY", paper.FOLDER)
    assert not (tmp_path / "out").exists()
    assert police.value("SELECT count(*) FROM prints") == 0
