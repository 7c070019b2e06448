"""The displays of menu 23 and the requests that stand in its queue."""

from __future__ import annotations

from datetime import date, timedelta

from conftest import MONDAY

from data.clock import FixedClock
from data.police import access, clearances, releases, releases_work
from data.police.clearances import Wanted
from data.police.releases import Asked
from data.police.releases_work import Determination
from data.police.store import PoliceStore
from data.session import Clerk, Session

SCENES = (
    ("menu_23", ("23\n",), "MENU23"),
    ("release_receive", ("23\n2\n", "VICTIM\n", "CRIME\n"), "REL010"),
    ("release_blocked", ("23\n2\n", "PUBLIC\n", "REG\n"), "REL010"),
    ("releases_queue", ("23\n1\n",), "REL005"),
    ("release_open", ("23\n1\n", "5", "enter", "3"), "REL015"),
    ("release_determine", ("23\n1\n", "5", "enter", "3", "1\n"), "REL030"),
    ("release_more_time", ("23\n1\n", "5", "enter", "3", "2\n"), "REL020"),
    ("release_letter", ("23\n1\n", "5", "enter", "3", "7\n"), "REL026"),
    ("release_history", ("23\n1\n", "5", "enter", "3", "9\n"), "REL027"),
    ("release_withdraw", ("23\n1\n", "5", "enter", "3", "8\n"), "REL050"),
    ("release_hand_out", ("REL RR27-00002\n", "3", "6\n"), "REL040"),
    ("release_invoice", ("REL RR27-00002\n", "3", "7\n", "2\n"), "REL045"),
    ("releases_log", ("23\n3\n",), "REL060"),
    ("clearance_ask", ("23\n6\n",), "CLR010"),
    ("clearances_queue", ("23\n5\n",), "CLR005"),
    ("clearance", ("23\n5\n", "5", "enter", "5"), "CLR015"),
    ("clearance_second", ("23\n5\n", "5", "enter", "5", "2\n"), "CLR020"),
)
KEEPING = (
    ("purge_propose", ("23\n9\n", "f6"), "PUR010"),
    ("purge_hold", ("23\n9\n", "f11", "f6"), "PUR020"),
    ("purge_holds", ("23\n9\n", "f11", "f6", "releases\n", "RR27-00001\n", "Litigation 26-99", "f10"), "PUR015"),
)
"""Displays of the police supervisor."""


def seed(police: PoliceStore) -> None:
    """Requests of several ages and kinds, one of them waiting for a second person, and a letter half done."""
    row = police.city.row("SELECT id, number, name, initials, role FROM users WHERE number = '402'")
    clerk = Clerk(*(row or ()))
    now = police.clock
    for n, (days, asked) in enumerate(_ASKED):
        police.clock = at = FixedClock(MONDAY - timedelta(days=days))
        session = Session(clerk, "P2", at, 900 + n, at.today())
        access.enter(police, session)
        made = releases.receive(police, session, asked)
        if asked.requester == "Sample, Robin":
            said = Determination("PARTIAL", ("ADR",), "", at.today(), "Max Quintero", "Records Supervisor")
            releases_work.determine(police, session, made.id, said)
        if asked.relation == "INSURER":
            said = Determination("FULL", available_on=at.today())
            releases_work.determine(police, session, made.id, said)
        if n == 0:
            letter = clearances.ask(police, session, Wanted("SAMPLE, PAT", date(1980, 2, 29), "CDL", "VISA"))
            clearances.search(police, session, letter.id, "CLEAR")
        access.leave(police, session)
    police.clock = now


_ASKED = (
    (12, Asked("PUBLIC", "OTHER", description="Calls at the park in June, every one of them")),
    (2, Asked("VICTIM", "DV", id_seen="CDL", requester="Sample, Pat", cases="26-001234", language="es")),
    (1, Asked("INSURER", "TC", id_seen="OTHER", organization="Fictitious Mutual", cases="26-001300")),
    (1, Asked("VICTIM", "CRIME", id_seen="CDL", requester="Sample, Robin", cases="26-001301")),
)
