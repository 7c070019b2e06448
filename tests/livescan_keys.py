"""The displays of Live Scan and fingerprints, and the requests that stand in their logs."""

from __future__ import annotations

from datetime import timedelta

from conftest import MONDAY
from livescan_sample import FORM

from data.clock import FixedClock
from data.police import access, fingerprints, livescan, livescan_work
from data.police.fingerprints import BOOKING, CARD, VISA, Taken
from data.police.livescan_work import Transmission
from data.police.store import PoliceStore
from data.session import Clerk, Session

QUEUE = "LSQ\n"
ENTERED = ("A0099\n", "1\n", "Kite instructor\n", "2\n")


def new(unfinished: int) -> tuple[str, ...]:
    """To the end of the first page of a new form, past the unfinished ones of the scenes before, which stay."""
    return ("LSNEW\n", "0" * unfinished, *ENTERED)


OWN = ("f10", "Zucchini\n", "Alfa\n", "02291984\n", "F\n", "506\n", "140\n", "BRO\n", "BLK\n", "CA\n")
CLOSED = ("LSQ LS27-00004\n", "3")
SCENES = (
    ("livescan_queue", (QUEUE,), "LSC005"),
    ("livescan_page1", ("LSNEW\n",), "LSC011"),
    ("livescan_agency_known", ("LSNEW\n", "A0099\n"), "LSC011"),
    ("livescan_page2", (*new(1), "f10"), "LSC012"),
    ("livescan_page3", (*new(2), *OWN), "LSC013"),
    ("livescan_page4", (*new(3), *OWN, "078051120", "f10"), "LSC014"),
    ("livescan_back", ("LSQ LS27-00003\n", "3"), "LSC015"),
    ("livescan_slip", ("LSQ LS27-00003\n", "3", "3\n"), "LSC018"),
    ("livescan_open", ("LSQ LS27-00001\n", "3"), "LSC015"),
    ("livescan_transmit", ("LSQ LS27-00001\n", "3", "1\n"), "LSC020"),
    ("livescan_numbers", ("LSQ LS27-00001\n", "3", "11\n"), "LSC016"),
    ("livescan_numbers_clear", ("LSQ LS27-00001\n", "3", "11\n", "f11"), "LSC016"),
    ("livescan_withdraw", ("LSQ LS27-00001\n", "3", "8\n"), "LSC035"),
    ("livescan_sent", ("LSQ LS27-00002\n", "3"), "LSC015"),
    ("livescan_ati", ("LSQ LS27-00002\n", "3", "4\n"), "LSC025"),
    ("livescan_paper", ("LSQ LS27-00002\n", "3", "6\n"), "LSC018"),
    ("livescan_closed", CLOSED, "LSC015"),
    ("livescan_reject", (*CLOSED, "7\n"), "LSC030"),
    ("livescan_rejected", ("LSQ LS27-00005\n", "3"), "LSC015"),
    ("livescan_resubmit", ("LSQ LS27-00005\n", "3", "7\n"), "LSC040"),
    ("livescan_history", ("LSQ LS27-00005\n", "3", "9\n"), "LSC017"),
    ("livescan_span", ("LSLOG\n",), "LSC060"),
    ("livescan_log", ("LSLOG\n", "06012026\n07062026\n"), "LSC065"),
    ("fingerprints_taken", ("FPNEW\n",), "FPL010"),
    ("fingerprints_span", ("FPLOG\n",), "FPL060"),
    ("fingerprints_log", ("FPLOG\n", "06012026\n07062026\n"), "FPL065"),
    ("fingerprints_row", ("FPLOG FP27-00001\n", "3"), "FPL015"),
    ("fingerprints_reject", ("FPLOG FP27-00004\n", "3", "1\n"), "FPL020"),
    ("fingerprints_strike", ("FPLOG FP27-00004\n", "3", "8\n"), "FPL030"),
)
"""Of a police clerk."""
KEEPING = (
    ("rollers", ("ROLLER\n",), "LSC069"),
    ("roller", ("ROLLER\n", "2\n"), "LSC070"),
)
"""Of the police supervisor."""
_OTHERS = (
    {"last": "Yodeler", "first": "Bravo", "applicant_type": "SCHOOL", "working_title": "Bus monitor"},
    {"last": "Xylophone", "first": "Charlie", "weight": None, "signed": False},
    {"last": "Wombat", "first": "Delta", "applicant_type": "FIREARM", "working_title": "Guard permit",
     "billing": "140099"},
    {"last": "Vole", "first": "Echo", "level": "DOJ", "billing": "140099"},
)  # fmt: skip


def _session(police: PoliceStore, clock: FixedClock, number: int) -> Session:
    row = police.city.row("SELECT id, number, name, initials, role FROM users WHERE number = '402'")
    session = Session(Clerk(*(row or ())), "P2", clock, number, clock.today())
    access.enter(police, session)
    return session


def seed(police: PoliceStore) -> None:
    """One request in every state, and prints for a booking and a visa."""
    now = police.clock
    police.clock = clock = FixedClock(MONDAY - timedelta(days=3))
    session = _session(police, clock, 990)
    made = [livescan.enter(police, session, {**FORM, **other}) for other in ({}, *_OTHERS)]
    said = Transmission("L99", tcn="TCN-77")
    livescan_work.transmit(police, session, made[1].id, said)
    for one, ati in ((made[3], "C789DEF012"), (made[4], "D345GHI678")):
        livescan_work.transmit(police, session, one.id, Transmission("L99", ati))
        police.run(  # the cashier's part is not played here
            "UPDATE livescan SET state = 'CLOSED', closed_at = ?, roll_cents = 2500 WHERE id = ?", police.now(), one.id
        )
    livescan_work.reject(police, session, made[4].id, clock.today(), "DOJ", "2 7", "ridges")
    fingerprints.add(police, session, Taken(BOOKING, "DEVICE", "Vole, Echo", tcn="TCN-78", rejects="1 6"))
    fingerprints.add(police, session, Taken(VISA, CARD, "Urchinson, Foxtrot", cards=2))
    access.leave(police, session)
    police.clock = now
