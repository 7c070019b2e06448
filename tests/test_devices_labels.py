"""Badges by ZPL and PDF, and documents through CUPS."""

from __future__ import annotations

import socket
import stat
import subprocess
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from devices.cups import NO_CUPS, DocumentPrinter, run
from devices.labels import Label, LabelPrinter, render_pdf, render_zpl
from devices.links import Port
from devices.states import Verdict
from devices.transports import transport

BADGE = Label(["VISITOR", "Ann ^XA~HS Müller", "Escort: 102"], barcode="V-000123")
READY = b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"


def test_data_begins_no_zpl_command() -> None:
    zpl = render_zpl(BADGE).decode()
    assert zpl.startswith("^XA^CI28^PW688^LL432")
    assert zpl.endswith("^PQ1^XZ")
    assert "^FDAnn XAHS Müller^FS" in zpl
    assert "^FDV-000123^FS" in zpl
    assert (zpl.count("^XA"), zpl.count("~")) == (1, 0)
    with pytest.raises(ValueError, match="ASCII"):
        render_zpl(Label(["x"], barcode="é"))


def test_badge_is_a_page_of_its_own_size() -> None:
    assert b"/MediaBox [ 0 0 243.7795 153.0709 ]" in render_pdf(BADGE)


class Zebra:
    """A label printer on a port, that answers `~HS` and keeps what else it gets."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.labels = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                while data := connection.recv(4096):
                    if data == b"~HS":
                        connection.sendall(self.answer)
                    else:
                        self.labels += data

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)


@pytest.fixture
def zebra() -> Iterator[Zebra]:
    found = Zebra(READY)
    yield found
    found.close()


def driver(address: str) -> LabelPrinter:
    printer = LabelPrinter(Port(lambda: transport(address)))
    printer.start()
    return printer


def test_badge_goes_to_the_printer(zebra: Zebra) -> None:
    printer = driver(zebra.address)
    assert printer.check_health().ok
    assert printer.print_label(BADGE, copies=2).verdict is Verdict.SENT
    assert zebra.labels == render_zpl(BADGE, 2)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (READY.replace(b"030,0,0,", b"030,1,0,"), "out of labels"),
        (READY.replace(b"030,0,0,", b"030,0,1,"), "paused"),
        (READY.replace(b"\x02000,0,0,0", b"\x02000,0,1,0"), "head is open"),
        (b"", "does not say"),
        (b"hello\x03\x03", "does not say"),
    ],
)
def test_label_printers_trouble_is_a_sentence(zebra: Zebra, answer: bytes, words: str) -> None:
    zebra.answer = answer
    health = driver(zebra.address).check_health()
    assert (health.ok, words in health.sentence) == (False, True)


def test_missing_label_printer_is_a_sentence() -> None:
    outcome = driver("127.0.0.1:1").print_label(BADGE)
    assert outcome.verdict is Verdict.NOT_STARTED
    assert "refuses" in (outcome.problem or "")


# ---- CUPS ----

IDLE = "letters accepting requests since Mon\nprinter letters is idle.  enabled since Mon\n\tDescription: Letters\n"
STOPPED = "letters accepting requests since Mon\nprinter letters disabled since Mon -\n\tout of toner\n"
PAUSED = "letters accepting requests since Mon\nprinter letters disabled since Mon -\n\tPaused\n"
REFUSES = "letters not accepting requests since Mon -\n\tunknown reason\nprinter letters is idle.  enabled since Mon\n"


class Commands:
    """Commands that answer as a test says, and are remembered."""

    def __init__(self, state: str, lp: int = 0, said: str = "request id is letters-1 (1 file(s))") -> None:
        self.state, self.lp, self.said = state, lp, said
        self.run: list[Sequence[str]] = []

    def __call__(self, command: Sequence[str]) -> tuple[int, str]:
        self.run.append(command)
        return (self.lp, self.said) if command[0] == "lp" else (0, self.state)


def printer(commands: Commands, queue: str = "letters") -> DocumentPrinter:
    found = DocumentPrinter(queue, commands)
    found.start()
    return found


def test_document_is_handed_to_its_queue(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF")
    commands = Commands(IDLE)
    outcome = printer(commands).print_file(tmp_path / "letter.pdf", "Refund letter", copies=2)
    assert outcome.verdict is Verdict.SENT
    assert commands.run[-1] == [
        "lp", "-d", "letters", "-n", "2", "-t", "Refund letter", "--", str(tmp_path / "letter.pdf"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "words"),
    [(STOPPED, "stopped: out of toner"), (PAUSED, "is stopped. Tell"), (REFUSES, "refuses"), ("", "no printer queue")],
)
def test_dead_queue_gets_nothing(tmp_path: Path, state: str, words: str) -> None:
    commands = Commands(state)
    outcome = printer(commands).print_file(tmp_path / "letter.pdf", "Letter")
    assert (outcome.verdict, words in (outcome.problem or "")) == (Verdict.NOT_STARTED, True)
    assert [command[0] for command in commands.run] == ["lpstat"]


def test_refused_document_is_a_sentence(tmp_path: Path) -> None:
    commands = Commands(IDLE, 1, 'lp: Error - unable to access "x"')
    outcome = printer(commands).print_file(tmp_path / "x", "x")
    assert (outcome.verdict, "unable to access" in (outcome.problem or "")) == (Verdict.NOT_STARTED, True)


def test_machine_without_cups_says_so(tmp_path: Path) -> None:
    def missing(command: Sequence[str]) -> tuple[int, str]:
        raise FileNotFoundError(command[0])

    found = DocumentPrinter("letters", missing)
    found.start()
    assert found.print_file(tmp_path / "x", "x").problem == NO_CUPS
    assert found.check_health().sentence == NO_CUPS


def test_queue_that_does_not_answer_is_not_waited_for(tmp_path: Path) -> None:
    def stuck(command: Sequence[str]) -> tuple[int, str]:
        raise subprocess.TimeoutExpired(command, 10)

    found = DocumentPrinter("letters", stuck)
    found.start()
    assert found.print_file(tmp_path / "x", "x").verdict is Verdict.NOT_STARTED
    assert "does not answer" in (found.problem() or "")


def test_default_queue_is_asked_for() -> None:
    assert printer(Commands("system default destination: letters"), "").check_health().ok
    assert not printer(Commands("no system default destination"), "").check_health().ok


def test_commands_speak_english_and_read_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "lpstat"
    script.write_text('#!/bin/sh\necho "$LC_ALL $1"; cat; exit 3\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")
    assert run([str(script), "-d"]) == (3, "C -d")
