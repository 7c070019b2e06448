"""What was typed survives a killed program and a dropped line; two clerks at once do not disturb each other."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from counter import OLD_DEBT, PLAIN, Clerk, Counter, opened_counter


@pytest.fixture
def counter(run_folder: Path, tmp_path: Path) -> Iterator[Counter]:
    """A small city of today."""
    with opened_counter(run_folder, tmp_path) as found:
        yield found


def killed(clerk: Clerk) -> None:
    """The power is cut."""
    clerk.terminal.kill(signal.SIGKILL)
    clerk.terminal.wait_exit()


def dropped(clerk: Clerk) -> None:
    """The line is lost; the program notices and ends by itself."""
    clerk.terminal.hang_up()
    assert clerk.terminal.wait_exit() <= 0


def printed(counter: Counter, clerk: Clerk) -> None:
    """Wait until the printer has nothing more to do."""
    clerk.until(lambda: not counter.rows("SELECT 1 FROM jobs WHERE state IN ('WAITING', 'STARTED')"))


def kept(counter: Counter, text: str) -> bool:
    """Whether unfinished work that holds this text has been written."""
    return any(text in payload for (payload,) in counter.rows("SELECT payload FROM works WHERE state = 'ACTIVE'"))


@pytest.mark.parametrize("ending", [killed, dropped])
def test_a_payment_that_was_cut_off_is_offered_and_finished(counter: Counter, ending: Callable[[Clerk], None]) -> None:
    clerk = counter.start()
    clerk.sign_on()
    clerk.open_drawer()
    clerk.type("1\n5\nC4411\n6500\n")
    clerk.at("PAY020")
    clerk.type(f"7\n1\n{PLAIN}\n12.34")
    clerk.until(lambda: "12.34" in clerk.text)
    clerk.until(lambda: kept(counter, "12.34"))
    ending(clerk)
    assert counter.rows("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'") == [(0,)]
    again = counter.start()
    again.sign_on()
    again.shows("cut off")
    again.asked("Take it up now?")
    again.type("1")
    again.at("UB10")
    again.shows(PLAIN, "12.34")
    again.type("\n")
    again.at("PAY020")
    again.shows("77.34")
    again.type("\n")
    again.posted(1)
    assert counter.rows("SELECT total_cents FROM journal WHERE kind = 'RECEIPT'") == [(77_34,)]
    assert not counter.rows("SELECT 1 FROM works WHERE state IN ('ACTIVE', 'SUSPENDED')")
    assert counter.run("verify").returncode == 0


def test_a_dropped_line_loses_not_even_what_was_typed_last(counter: Counter) -> None:
    clerk = counter.start()
    clerk.sign_on()
    clerk.open_drawer()
    clerk.type("1\n5\nC4411\n98765")
    clerk.until(lambda: "98765" in clerk.text or "987.65" in clerk.text)
    dropped(clerk)
    assert kept(counter, "98765") or kept(counter, "987.65")


def test_a_job_cut_off_while_printing_is_left_to_the_clerk(counter: Counter) -> None:
    clerk = counter.start()
    clerk.sign_on()
    clerk.open_drawer()
    clerk.type("MC COPIES 250\n\n")
    clerk.posted(1)
    printed(counter, clerk)
    killed(clerk)
    with counter.store() as store, store.writing():
        store.run("UPDATE jobs SET state = 'STARTED' WHERE kind = 'RECEIPT'")
    again = counter.start()
    again.sign_on()
    again.type("4.3\n")
    again.at("JOB010")
    again.shows("UNKNOWN")
    again.type("3\n")
    again.until(lambda: "UNKNOWN" not in again.text)
    assert counter.rows("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'") == [(1,)]


def test_jobs_that_had_not_begun_are_printed_at_the_next_start(counter: Counter) -> None:
    clerk = counter.start()
    clerk.sign_on()
    clerk.open_drawer()
    clerk.type("MC COPIES 250\n\n")
    clerk.posted(1)
    printed(counter, clerk)
    killed(clerk)
    with counter.store() as store, store.writing():
        store.run("UPDATE jobs SET state = 'WAITING', attempts = 0 WHERE kind IN ('RECEIPT', 'DRAWER')")
    again = counter.start()
    printed(counter, again)
    assert counter.rows("SELECT DISTINCT state FROM jobs WHERE kind = 'RECEIPT'") == [("PRINTED",)]


def test_two_clerks_at_once(counter: Counter) -> None:
    """Two stations post into one store at the same time: no number is missing, and the books are right."""
    clerks = [counter.start("T1", "01"), counter.start("T2", "02")]
    for clerk, number in zip(clerks, ("102", "103"), strict=True):
        clerk.sign_on(number)
        clerk.open_drawer()
    for turn in range(6):
        for clerk in clerks:
            clerk.type(f"MC COPIES {100 + turn}\n\n")
    clerks[0].until(lambda: clerks[1].rests() or receipts(counter) == 12)
    numbers = [
        number for (number,) in counter.rows("SELECT receipt FROM journal WHERE kind = 'RECEIPT' ORDER BY receipt")
    ]
    assert [int(number[-6:]) for number in numbers] == list(range(1, 13))
    assert counter.run("verify").returncode == 0


def receipts(counter: Counter) -> int:
    """How many receipts have been posted."""
    return int(counter.rows("SELECT count(*) FROM journal WHERE kind = 'RECEIPT'")[0][0])


def test_work_of_one_clerk_is_taken_up_by_another(counter: Counter) -> None:
    one, two = counter.start("T1", "01"), counter.start("T2", "02")
    one.sign_on("102")
    one.open_drawer()
    two.sign_on("103")
    two.open_drawer()
    one.type(f"1\n1\n{OLD_DEBT}\n5000", "F2")
    one.until(lambda: counter.rows("SELECT 1 FROM works WHERE state = 'SUSPENDED'"))
    two.type("5\n")
    two.shows("Marcus")
    two.type("1\n")
    two.at("UB10")
    two.shows("5000")
    two.type("\n\n")
    two.posted(1)
    assert counter.rows("SELECT u.number FROM journal j JOIN users u ON u.id = j.user_id WHERE j.kind = 'RECEIPT'") == [
        ("103",)
    ]
