"""Scanners and check readers: lines over a real connection, and what a check's magnetic line says."""

from __future__ import annotations

import logging
import queue
from collections.abc import Iterator
from typing import Any

import pytest

from devices import line_reader, micr
from devices.line_reader import LineReader, barcode
from devices.line_simulator import ReaderFaults, SimulatedReader
from devices.transports import transport


@pytest.fixture
def simulated() -> Iterator[SimulatedReader]:
    with SimulatedReader(prefix="]C0") as reader:
        yield reader


@pytest.fixture
def lines() -> queue.Queue[str]:
    return queue.Queue()


@pytest.fixture
def reader(simulated: SimulatedReader, lines: queue.Queue[str]) -> Iterator[LineReader]:
    found = LineReader("The barcode scanner", lambda: transport(simulated.address), lines.put)
    found.start()
    assert simulated.wait_for_client()
    yield found
    found.close()


def test_each_scan_arrives_once_and_whole(
    simulated: SimulatedReader, reader: LineReader, lines: queue.Queue[str]
) -> None:
    for text in ("10004567", "27-000123", "100045675\t1"):
        simulated.read(text)
    assert [barcode(lines.get(timeout=5)) for _ in range(3)] == ["10004567", "27-000123", "100045675\t1"]
    assert reader.check_health().ok


def test_slow_scanner_is_put_together(simulated: SimulatedReader, reader: LineReader, lines: queue.Queue[str]) -> None:
    simulated.faults = ReaderFaults(seconds_per_character=0.005)
    simulated.read("10004567")
    assert barcode(lines.get(timeout=5)) == "10004567"


def test_scanner_is_heard_again_after_its_cable_was_pulled(
    simulated: SimulatedReader, reader: LineReader, lines: queue.Queue[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_reader, "RECONNECT_SECONDS", (0.01,))
    simulated.faults = ReaderFaults(cut_after=6)
    simulated.read("10004567")
    assert simulated.wait_for_client()
    simulated.read("27-000123")
    assert barcode(lines.get(timeout=5)) == "27-000123"
    assert lines.empty()


def test_card_stripe_is_dropped_and_not_logged(
    simulated: SimulatedReader, reader: LineReader, lines: queue.Queue[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    simulated.prefix = ""
    simulated.read("%B4111111111111111^DOE/JOHN^2912101?;4111111111111111=2912101?")
    simulated.read(";4111111111111111=2912101?")
    simulated.read("x" * 600)
    simulated.read("]C010004567")
    assert barcode(lines.get(timeout=5)) == "10004567"
    assert lines.empty()
    assert "4111" not in caplog.text


def test_missing_scanner_is_a_sentence() -> None:
    reader = LineReader("The barcode scanner", lambda: transport("127.0.0.1:1"))
    reader.start()
    health = reader.check_health()
    assert (health.ok, "refuses" in health.sentence) == (False, True)
    reader.close()


@pytest.mark.parametrize(
    ("line", "text"),
    [("]C010004567", "10004567"), ("10004567\r", "10004567"), ("]Q1https://x", "https://x"), ("]", "]"), (" a ", "a")],
)
def test_symbology_identifier_is_taken_off(line: str, text: str) -> None:
    assert barcode(line) == text


# ---- MICR ----

ROUTING, ACCOUNT = "122000247", "123456789"
LINES = {
    "to": f"T{ROUTING}T {ACCOUNT}O1021",
    "e13b": f"⑆{ROUTING}⑆ {ACCOUNT}⑈1021",
    "honeywell": f"A{ROUTING}A{ACCOUNT}C1021",
    "ibm": f"T{ROUTING}T{ACCOUNT}A1021",
    "magtek-68": f"{ROUTING}\t{ACCOUNT}\t1021",
}


@pytest.mark.parametrize(("format", "line"), LINES.items())
def test_check_is_read_in_the_format_of_each_reader(format: str, line: str) -> None:
    check = micr.read(line, format)
    assert (check.routing, check.account, check.number, check.masked) == (ROUTING, ACCOUNT, "1021", "*****6789")


@pytest.mark.parametrize(
    ("line", "account", "number"),
    [
        (f"O001021O T{ROUTING}T 1234-5678O", "12345678", "1021"),  # business: serial in front
        (f"T{ROUTING}T 1021 123456789O", "123456789", "1021"),  # serial before the account
        (f"T{ROUTING}T 123 456 789O 0987", "123456789", "987"),
        (f"T{ROUTING}T 123456789O", "123456789", ""),
        (f"T{ROUTING}T 123456789O 1021 $0000018811$", "123456789", "1021"),  # amount encoded
        (f" T{ROUTING}T123456789O1021 ", "123456789", "1021"),
    ],
)
def test_account_and_number_are_told_apart(line: str, account: str, number: str) -> None:
    check = micr.read(line, "to")
    assert (check.account, check.number) == (account, number)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"T{ROUTING}T 12345?789O1021", micr.RE_READ),
        ("T122000248T 123456789O1021", micr.WRONG_ROUTING),
        ("T12200024T 123456789O1021", micr.WRONG_ROUTING),
        ("T000000000T 123456789O1021", micr.WRONG_ROUTING),
        ("10004567", micr.UNKNOWN_LINE),
        (f"T{ROUTING}T", micr.UNKNOWN_LINE),
        (f"T{ROUTING}T O", micr.UNKNOWN_LINE),
        ("", micr.UNKNOWN_LINE),
    ],
)
def test_line_that_cannot_be_used_says_what_to_do_and_nothing_of_itself(line: str, sentence: str) -> None:
    with pytest.raises(micr.MicrError) as refused:
        micr.read(line, "to")
    assert str(refused.value) == sentence
    assert "123456789" not in sentence


def test_account_is_in_no_text_of_a_check() -> None:
    check = micr.read(LINES["to"], "to")
    assert ACCOUNT not in f"{check!r} {check} {check.masked}"


@pytest.mark.parametrize(
    ("routing", "good"),
    [("122000247", True), ("021000021", True), ("021000022", False), ("12200024A", False), ("", False)],
)
def test_routing_numbers_are_checked(routing: str, good: bool) -> None:
    assert micr.routing_checks(routing) is good


@pytest.mark.parametrize("format", micr.FORMATS)
@pytest.mark.parametrize("place", range(1, 20))
def test_unreadable_character_anywhere_asks_to_read_again(format: str, place: int) -> None:
    line = LINES[format]
    with pytest.raises(micr.MicrError, match="again"):
        micr.read(f"{line[: place - 1]}?{line[place:]}", format)


def test_check_reader_sends_over_the_wire(lines: queue.Queue[str]) -> None:
    with SimulatedReader() as simulated:
        reader: Any = LineReader("The check reader", lambda: transport(simulated.address), lines.put)
        reader.start()
        assert simulated.wait_for_client()
        simulated.read(LINES["magtek-68"])
        assert micr.read(lines.get(timeout=5), "magtek-68").number == "1021"
        reader.close()
