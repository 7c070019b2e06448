"""Devices as a clerk meets them: row 1, the device test, doubtful papers, scanned receipts, checks that fill a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import sqlite_url
from counter import CONFIG, PLAIN, InProcess, in_process

from counter_tui import device_side
from counter_tui.config import Station
from counter_tui.config_devices import DisplayConfig, DrawerConfig, MicrConfig, PrinterConfig, ScannerConfig
from data import jobs
from data.clock import FixedClock
from data.text import luhn_digit
from devices.check import Finding
from devices.faults import Faults
from devices.line_simulator import SimulatedReader
from devices.simulator import SimulatedPrinter

CLOCK_AT = "2026-07-06"
KICK = DrawerConfig(driver="printer-kick", sensor="open-low")


@pytest.fixture
def small(run_folder: Path, tmp_path: Path) -> str:
    """The URL of the small sample city on SQLite."""
    return sqlite_url(run_folder, tmp_path / "city.db", "city")


async def settled(counter: InProcess, seen: Callable[[], bool]) -> None:
    """Wait until something is so; the devices answer in threads of their own."""
    for _ in range(500):
        if seen():
            break
        await counter.pilot.pause(0.01)
    await counter.settle()
    assert seen(), counter.text


async def with_drawer(counter: InProcess) -> None:
    await counter.sign_on("102")
    await counter.press("3\n1\n20000\n/\n")
    await counter.printed()


def simulated(**tables: object) -> Station:
    return replace(CONFIG, drawer=DrawerConfig(driver="printer-kick", sensor="none"), **tables)  # type: ignore[arg-type]


async def test_row_1_says_how_printer_and_drawer_are(small: str, clock: FixedClock) -> None:
    async with in_process(small, clock) as counter:
        simulator = counter.app.devices.simulator
        assert simulator is not None
        assert "PRT ok DRW shut" in counter.text.splitlines()[0]
        await with_drawer(counter)
        assert "PRT ok DRAWER OPEN" in counter.text.splitlines()[0]
        simulator.take_paper()
        await counter.press(f"1\n1\n{PLAIN}\n1000\n\n")
        await counter.printed()
        assert "PRT PAPER" in counter.text.splitlines()[0]
        simulator.put_paper()
        await counter.press("f12", f"1\n1\n{PLAIN}\n1000\n\n")
        await counter.printed()
        assert "PRT ok" in counter.text.splitlines()[0]


async def test_devices_are_tested_before_anybody_has_signed_on(small: str, clock: FixedClock) -> None:
    async with in_process(small, clock) as counter:
        simulator = counter.app.devices.simulator
        assert simulator is not None
        await counter.press("f11")
        assert counter.program == "DEV010"
        assert "ok      The receipt printer" in counter.text
        assert "F11" not in counter.text.splitlines()[22]  # nobody opens a drawer unknown
        await counter.press("f6")
        assert "Test page: PRINTED." in counter.text
        assert any("TEST-000001" in line for line in simulator.paper)
        assert simulator.drawer.pulses == []
        simulator.open_cover()
        await counter.press("f5")
        assert "TROUBLE The receipt printer" in counter.text
        assert "The printer cover is open. Close it." in counter.text


async def test_a_device_says_its_whole_sentence(small: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "The label printer does not say how it is. Is it switched on, and does it speak ZPL?"
    monkeypatch.setattr("screens.devices.check", lambda devices: [Finding("The label printer", False, said)])
    async with in_process(small, clock) as counter:
        await counter.press("f11")
        assert " ".join(counter.text.split()).count(said) == 1
        await counter.press("f12")
        assert "The devices are asked" not in counter.text


async def test_supervisor_learns_the_drawers_switch_and_the_audit_keeps_it(small: str, clock: FixedClock) -> None:
    async with in_process(small, clock) as counter:
        simulator = counter.app.devices.simulator
        assert simulator is not None
        await counter.sign_on("201")
        await counter.press("4.5\n")
        await counter.press("f11")
        assert "Push the drawer in" in counter.text
        await counter.press("1")
        await settled(counter, lambda: "Is the drawer open?" in counter.text)
        await counter.press("1")
        await settled(counter, lambda: 'sensor = "open-high"' in counter.text)
        assert len(simulator.drawer.pulses) == 1
        opened = counter.app.store.rows("SELECT object_id FROM audit_log WHERE event = 'drawer.learn'")
        assert opened == [("T1",)]


async def test_clerk_who_says_no_keeps_the_drawer_shut(small: str, clock: FixedClock) -> None:
    async with in_process(small, clock) as counter:
        await counter.sign_on("201")
        await counter.press("4.5\n", "f11", "0")
        simulator = counter.app.devices.simulator
        assert simulator is not None
        assert simulator.drawer.pulses == []
        assert counter.app.store.value("SELECT count(*) FROM audit_log WHERE event = 'drawer.learn'") == 0


async def test_every_opening_is_in_the_audit_with_its_reason(small: str, clock: FixedClock) -> None:
    async with in_process(small, clock) as counter:
        await with_drawer(counter)
        rows = counter.app.store.rows("SELECT detail, outcome FROM audit_log WHERE event = 'drawer.pulse'")
        assert rows
        assert all(detail.endswith(": PRINTED") and outcome == "ok" for detail, outcome in rows)


async def test_clerk_is_told_what_a_printer_waits_for_and_no_longer(small: str, clock: FixedClock) -> None:
    async with in_process(small, clock) as counter:
        simulator = counter.app.devices.simulator
        assert simulator is not None
        await with_drawer(counter)
        simulator.faults = Faults(paper_end_at_line=8)
        await counter.press(f"1\n1\n{PLAIN}\n1000\n\n")
        await settled(counter, lambda: "the receipt will g" in counter.text)
        assert "PRT PAPER" in counter.text.splitlines()[0]
        simulator.put_paper()
        await settled(counter, lambda: "the receipt will g" not in counter.text)
        await settled(counter, lambda: states(counter) == ["PRINTED"])


# ---- a paper of which nobody knows ----


@pytest.fixture
def doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    """The question comes at once, not after a pause in typing."""
    monkeypatch.setattr(device_side, "QUIET_SECONDS", 0.05)


async def unknown(counter: InProcess) -> None:
    """Pay with a printer that resets the line in the middle of the receipt, and rest at the main menu."""
    simulator = counter.app.devices.simulator
    assert simulator is not None
    await with_drawer(counter)
    simulator.faults = Faults(reset_after_bytes=200)
    await counter.press(f"1\n1\n{PLAIN}\n1000\n\n")
    await settled(counter, lambda: "UNKNOWN" in states(counter))
    simulator.faults = Faults()


def states(counter: InProcess) -> list[str]:
    store = counter.app.store.again().open()
    try:
        return [state for (state,) in store.rows("SELECT state FROM jobs WHERE kind = 'RECEIPT' ORDER BY id")]
    finally:
        store.close()


async def test_doubtful_receipt_is_asked_about_and_yes_closes_it(small: str, clock: FixedClock, doubtful: None) -> None:
    async with in_process(small, clock) as counter:
        await unknown(counter)
        await settled(counter, lambda: counter.program == "JOB030")
        assert "did a complete receipt come out?" in counter.text
        await counter.press("1\n")  # a habit, not an answer
        assert counter.program == "JOB030"
        await counter.press("backspace", "91\n")
        assert counter.program == "PAY010"
        assert states(counter)[-1] == "PRINTED"


async def test_doubtful_receipt_that_did_not_come_out_is_a_duplicate_under_its_number(
    small: str, clock: FixedClock, doubtful: None
) -> None:
    async with in_process(small, clock) as counter:
        await unknown(counter)
        await settled(counter, lambda: counter.program == "JOB030")
        await counter.press("92\n")
        await counter.printed()
        simulator = counter.app.devices.simulator
        assert simulator is not None
        assert any("DUPLICATE 1" in line for line in simulator.paper)
        assert states(counter)[-1] == "PRINTED"


async def test_questions_come_one_after_the_other_and_never_over_each_other(
    small: str, clock: FixedClock, doubtful: None
) -> None:
    async with in_process(small, clock) as counter:
        await unknown(counter)
        await settled(counter, lambda: counter.program == "JOB030")
        first = counter.app.store.value("SELECT max(id) FROM jobs")
        second = jobs.add(counter.app.store, counter.app.session, jobs.REPORT, "X report", [{"text": "x"}])
        jobs.take(counter.app.store, counter.app.clerk_session.station)
        jobs.verdict(counter.app.store, second, "UNKNOWN")
        counter.app.work.device_side.ask(jobs.get(counter.app.store, second))
        for _ in range(20):
            await counter.pilot.pause(0.02)
        await counter.press("91\n")
        assert jobs.get(counter.app.store, first).state == "PRINTED"
        await settled(counter, lambda: counter.program == "JOB030" and "X report" in counter.text)


async def test_question_does_not_come_while_something_is_being_typed(
    small: str, clock: FixedClock, doubtful: None
) -> None:
    async with in_process(small, clock) as counter:
        simulator = counter.app.devices.simulator
        assert simulator is not None
        await with_drawer(counter)
        simulator.faults = Faults(reset_after_bytes=200)
        await counter.press(f"1\n1\n{PLAIN}\n1000\n\n", "1")
        await settled(counter, lambda: "UNKNOWN" in states(counter))
        for _ in range(20):
            await counter.pilot.pause(0.02)
        assert counter.program == "PAY010"
        await counter.press("backspace")
        await settled(counter, lambda: counter.program == "JOB030")


async def test_job_list_sends_to_the_second_printer(small: str, clock: FixedClock) -> None:
    with SimulatedPrinter() as other:
        second = PrinterConfig(driver="tcp", address=other.address, model="epson-tm-t88v")
        async with in_process(small, clock, config=simulated(second_printer=second)) as counter:
            simulator = counter.app.devices.simulator
            assert simulator is not None
            await with_drawer(counter)
            simulator.take_paper()
            await counter.press(f"1\n1\n{PLAIN}\n1000\n\n")
            await counter.printed()
            await counter.press("f12", "4.3\n", "6\n")
            await counter.printed()
            await counter.press("f5")
            assert any(line.split()[-3:] == ["PRINTED", "second", "printer"] for line in counter.text.splitlines())
            await counter.press("4\n")
            assert "Receipt 27-000001 is PRINTED: that cannot be done to it." in counter.text
            assert any("RECEIPT" in line for line in other.paper)
            assert not any(PLAIN in line for line in simulator.paper)


async def test_row_24_has_room_for_what_is_wrong_and_the_job_for_all_of_it(small: str, clock: FixedClock) -> None:
    gone = PrinterConfig(driver="tcp", address="127.0.0.1:1", model="epson-tm-t88v")
    config = simulated(printer=gone, display=DisplayConfig(driver="none"))
    async with in_process(small, clock, config=replace(config, drawer=DrawerConfig(driver="none"))) as counter:
        await with_drawer(counter)
        await counter.press(f"1\n1\n{PLAIN}\n1000\n\n")
        await settled(counter, lambda: "Receipt 27-000001: The device refuses the connection." in counter.text)
        await counter.press("f3", "4.3\n", "5\n")
        whole = "NOT_STARTED The device at tcp:127.0.0.1:1 refuses the connection. Is it switched on?"
        assert whole in " ".join(counter.text.split())


async def test_job_list_without_a_second_printer_says_so(small: str, clock: FixedClock) -> None:
    async with in_process(small, clock) as counter:
        simulator = counter.app.devices.simulator
        assert simulator is not None
        await with_drawer(counter)
        simulator.take_paper()
        await counter.press(f"1\n1\n{PLAIN}\n1000\n\n")
        await counter.printed()
        await counter.press("f12", "4.3\n", "6\n")
        assert "no second printer" in counter.text


# ---- readers ----


async def test_receipts_barcode_opens_the_receipt_wherever_the_clerk_is(small: str, clock: FixedClock) -> None:
    async with in_process(small, clock) as counter:
        await with_drawer(counter)
        await counter.press(f"1\n1\n{PLAIN}\n1000\n\n")
        number = str(counter.app.store.value("SELECT receipt FROM journal WHERE kind = 'RECEIPT' ORDER BY id DESC"))
        assert counter.program == "PAY010"
        await counter.scan(number)
        assert counter.program == "RCP015"
        assert number in counter.text


async def test_scanner_on_a_port_types_into_no_field(small: str, clock: FixedClock) -> None:
    with SimulatedReader(prefix="]C0") as scanner:
        config = simulated(scanner=ScannerConfig(address=scanner.address))
        async with in_process(small, clock, config=config) as counter:
            await with_drawer(counter)
            assert scanner.wait_for_client()
            await counter.press("1\n")
            scanner.read(PLAIN + luhn_digit(PLAIN))
            await settled(counter, lambda: counter.program == "UB10")
            assert PLAIN[:4] in counter.text


CHECK = "T122000247T 123456789O1021"


async def test_check_put_through_the_reader_fills_its_form_and_keeps_no_account(
    small: str, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    with SimulatedReader() as reader:
        config = simulated(micr=MicrConfig(address=reader.address))
        async with in_process(small, clock, config=config) as counter:
            await with_drawer(counter)
            assert reader.wait_for_client()
            await counter.press(f"1\n1\n{PLAIN}\n1000\n")
            assert counter.program == "PAY020"
            reader.read(CHECK)
            await settled(counter, lambda: counter.program == "TND002")
            assert "1021" in counter.text
            assert "122000247" in counter.text
            assert "123456789" not in counter.text
            await counter.press("f10")
            await counter.printed()
            number, detail = counter.app.store.rows("SELECT number, detail FROM tenders WHERE kind = 'CK'")[-1]
            assert number == "1021"
            assert "6789" in detail
            assert "123456789" not in detail
            assert "bank_hash" in detail or "hash" in detail
    assert "123456789" not in caplog.text


async def test_unreadable_check_asks_to_be_read_again(small: str, clock: FixedClock) -> None:
    with SimulatedReader() as reader:
        config = simulated(micr=MicrConfig(address=reader.address))
        async with in_process(small, clock, config=config) as counter:
            await with_drawer(counter)
            assert reader.wait_for_client()
            await counter.press(f"1\n1\n{PLAIN}\n1000\n", "2\n")
            assert counter.program == "TND002"
            reader.faults.unreadable = 15
            reader.read(CHECK)
            await settled(counter, lambda: "Put the check through again" in counter.text)
            assert counter.program == "TND002"


# ---- the customer ----


async def test_customer_sees_amounts_and_nothing_else(small: str, clock: FixedClock) -> None:
    config = simulated(display=DisplayConfig(driver="simulated"))
    async with in_process(small, clock, config=config) as counter:
        shown = counter.app.devices.simulated_display
        assert shown is not None
        await with_drawer(counter)
        await counter.press(f"1\n1\n{PLAIN}\n1000\n")
        assert shown.wait_until(lambda rows: rows[0] == "TOTAL          10.00")
        await counter.press("2000\n")
        assert shown.wait_until(lambda rows: rows == ["TOTAL          10.00", "CHANGE         10.00"])
        seen = {word for rows in shown.history for row in rows for word in row.split()}
        assert seen <= {"TOTAL", "CHANGE", "DUE", "10.00", "0.00"}
