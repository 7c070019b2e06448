"""Files from banks at the counter: inbox, preview, posting with progress, the queue, and the day's payments out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from math import inf
from pathlib import Path

import pytest
from bank_files import Check, Entry, billpay, content, lockbox, nacha
from conftest import MONDAY, sqlite_url
from counter import InProcess, in_process

from data import files, settings
from data.clock import FixedClock
from data.scanline import Stub, scan_line
from data.store import Store
from data.verify import verify
from screens.display import Cancel, Display

PLAIN = "10004567"


@pytest.fixture
async def clerk(run_folder: Path, tmp_path: Path) -> AsyncIterator[InProcess]:
    """A clerk of the small city, with an inbox that holds a lockbox, a bill-pay and a foreign file."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.lbx").write_bytes(content(lockbox([[Check(1000, [(PLAIN, 1000)]), Check(700, [("99", 700)])]])))
    (inbox / "billpay1.txt").write_bytes(content(billpay([(f"R{n}", PLAIN, 1) for n in range(3000)])))
    (inbox / "photo.lbx").write_bytes(b"\x89PNG\r\n\x1a\n")
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY)) as counter:
        store, today = counter.app.store, FixedClock(MONDAY).today()
        settings.put(store, None, "files.inbox", str(inbox), today)
        settings.put(store, None, "outbox.folder", str(tmp_path / "outbox"), today)
        await counter.sign_on()
        yield counter


async def choose(clerk: InProcess, name: str) -> None:
    """Take a file of the inbox in, by its place in the list."""
    await clerk.press("11.3\n")
    assert clerk.program == "FIL010", clerk.text
    row = next(row for row in clerk.text.splitlines() if name in row)
    await clerk.press(f"{row.split()[0]}\n")


async def finished(clerk: InProcess) -> None:
    """Wait until a file has been posted: the result is on the screen."""
    for _ in range(2000):
        if clerk.program == "FIL021":
            break
        await clerk.pilot.pause()
    assert clerk.program == "FIL021", clerk.text


async def test_a_lockbox_is_previewed_posted_and_its_exception_settled(clerk: InProcess) -> None:
    await choose(clerk, "a.lbx")
    assert clerk.program == "FIL020", clerk.text
    assert "1 NOACCT" in clerk.text
    assert "totals agree" in clerk.text
    await clerk.press("1")
    await finished(clerk)
    assert "1 payment posted" in clerk.text
    await clerk.press("\n", "11.4\n")
    assert clerk.program == "FIL030", clerk.text
    await clerk.press("1\n", f"{PLAIN}\n")
    assert "Give the money to this account?" in clerk.text
    assert "10004567-3  " in clerk.text, "whose account it is stands there before the money moves"
    await clerk.press("1")
    assert "Nothing waits" in clerk.text, clerk.text
    assert verify(clerk.app.store).ok
    await clerk.press("/")
    await choose(clerk, "a.lbx")
    assert "posted before" in clerk.text
    assert clerk.app.store.value("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'") == 2


async def test_a_return_is_worked_on_from_the_queue_by_its_key(clerk: InProcess, tmp_path: Path) -> None:
    trace = "122000240000001"
    back = [
        Entry("26", 1000, PLAIN, addenda=[("99", "R03", trace, "")]),
        Entry("21", 0, PLAIN, addenda=[("98", "C02", trace, "122000247")]),
    ]
    for name, lines in (("pay.ach", nacha("CIE", [Entry("22", 1000, PLAIN)])), ("back.ach", nacha("PPD", back))):
        (tmp_path / "inbox" / name).write_bytes(content(lines))
        await choose(clerk, name)
        await clerk.press("1")
        await finished(clerk)
        await clerk.press("\n")
    await clerk.press("11.4\n", "2\n")
    assert clerk.program == "RET025", clerk.text
    assert "No account" in clerk.text
    assert "10.00 reversed, charge 25.00; the notice prints" in clerk.text
    await clerk.press("f12")
    await clerk.press("2\n")
    assert clerk.program == "FIL035", clerk.text
    assert "C02 Routing number was wrong" in clerk.text
    await clerk.press("\n\n\n")
    assert "Nothing waits" in clerk.text, clerk.text
    assert verify(clerk.app.store).ok


async def test_a_foreign_file_is_refused_whole_with_its_line(clerk: InProcess) -> None:
    await choose(clerk, "photo.lbx")
    assert clerk.program == "MENU"
    assert "Line 2: there are characters that are no text" in clerk.text
    assert clerk.app.store.value("SELECT count(*) FROM payment_files") == 0


async def test_a_long_file_is_stopped_and_taken_up_again(clerk: InProcess) -> None:
    await choose(clerk, "billpay1.txt")
    await clerk.press("1")
    await clerk.type_now("f12")
    await finished(clerk)
    assert "Stopped" in clerk.text, clerk.text
    posted = clerk.app.store.value("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'")
    assert 0 < posted < 3000
    await clerk.press("\n")
    await choose(clerk, "billpay1.txt")
    assert "posted before" in clerk.text, clerk.text
    await clerk.press("1")
    await finished(clerk)
    assert clerk.app.store.value("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'") == 3000
    assert clerk.app.store.value("SELECT count(*) FROM payment_records") == 3000
    assert verify(clerk.app.store).ok


async def test_a_key_in_the_moment_a_file_is_done_leaves_the_keyboard_free(
    clerk: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def and_a_key(store: Store, run: files.Run) -> None:
        step(store, run)
        monkeypatch.setattr("screens.files.PULSE", inf if run.done else 0)
        if run.done:
            assert isinstance(clerk.app.screen, Display)
            clerk.app.screen.reply(Cancel())

    step = files.step
    monkeypatch.setattr(files, "step", and_a_key)
    await choose(clerk, "billpay1.txt")
    await clerk.press("1")
    await finished(clerk)
    assert not clerk.app.gate.held
    await clerk.press("\n")
    assert clerk.program == "MENU"


async def test_giving_the_preview_up_changes_nothing(clerk: InProcess) -> None:
    await choose(clerk, "a.lbx")
    await clerk.press("0")
    assert clerk.program == "MENU"
    assert clerk.app.store.value("SELECT count(*) FROM payment_files") == 0


async def test_the_days_payments_are_written(clerk: InProcess, tmp_path: Path) -> None:
    await clerk.press("3.1\n40000\n", f"UB {PLAIN} 1000 CK 77\n\n", "11.6\n")
    assert clerk.program == "FIL060", clerk.text
    rows = (tmp_path / "outbox" / "payments-20260706.csv").read_text().splitlines()
    assert rows[0].startswith("receipt,kind,business_date")
    assert rows[1].startswith("27-000001,RECEIPT,2026-07-06")
    assert ",10.00,CK," in rows[1]


async def test_a_scan_is_tried_on_the_layouts(clerk: InProcess) -> None:
    await clerk.press("11.7\n")
    await clerk.scan(scan_line(Stub(PLAIN, FixedClock(MONDAY).today(), "0001", 5500, 5000)))
    assert "STUB42: account 10004567" in clerk.text
    assert "to be paid 50.00, late 55.00" in clerk.text
    await clerk.press("f12")
    assert clerk.program == "MENU"
