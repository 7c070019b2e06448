"""Fingerprints on menu 22: what was taken, the log, and who may roll prints."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from data.clock import local_time
from data.documents.elements import day
from data.forms import FormError, Values
from data.ledger_terms import terms
from data.permissions import Refused
from data.police import codes, fingerprints, livescan_paper, livescan_rollers, persons
from data.police.fingerprints import MEDIA, REASONS, VIEW, Prints, Taken
from data.police.livescan_forms import FINGERPRINT_SPAN, REJECTED, ROLLER, STRIKE, TAKEN
from data.police.livescan_rollers import KEEP, STANDINGS, Roller
from data.services import livescan as cashier
from screens.entry import EntryDisplay, fill_in
from screens.frontdesk import today
from screens.lines import Line
from screens.listing import Listing, fixed_rows, work_with
from screens.livescan import pay
from screens.persons import find_person
from screens.police import viewing
from screens.police_case import Case, Step, work_case
from screens.police_paper import print_paper
from screens.worklist import Column, Page, Row

if TYPE_CHECKING:
    from screens.desk import Desk

HELP = """One row each time prints are taken: whose, why, on the device or on cards, the numbers, who rolled them.

1 logs fingers that were rejected for their quality, F6 takes the rolling fee, 8 strikes a row that is wrong."""
REASON, MEDIUM = dict(REASONS), dict(MEDIA)


class TakenDisplay(EntryDisplay):
    """The form of prints that were taken; F6 says what it takes."""

    new_word = "Person"


async def take(desk: Desk, rest: str) -> None:
    """Log prints that were taken; F6 takes a person of the file."""
    chosen: dict[str, Any] = {}

    async def person(display: EntryDisplay) -> None:
        found = await find_person(desk)
        if found is not None:
            opened = await desk.ask_police(persons.person, desk.clerk_session, found)
            chosen.update(id=found, name=opened.name)
            display.panel.set_text("subject", opened.name[:40])
            display.say(f"{opened.number} of the person file.")

    async def do(values: Values, _: Any) -> Prints:
        said: dict[str, Any] = {name: value or "" for name, value in values.items() if name != "cards"}
        same = chosen.get("name", "")[:40] == said["subject"] and chosen
        taken = Taken(**said, cards=values["cards"] or 0, person_id=chosen["id"] if same else None)
        made: Prints = await desk.ask_police(fingerprints.add, desk.clerk_session, taken)
        return made

    made = await fill_in(desk, TAKEN, do, keys={"new": person}, kind=TakenDisplay)
    if made is not None:
        desk.notice = (f"{made.number} is in the fingerprint log.",)
        await show_prints(desk, made.id)


async def show_prints(desk: Desk, key: int) -> None:
    """One row until the clerk leaves it; the view is written down first."""
    await viewing(desk, VIEW, key)

    async def load() -> Case:
        found = await desk.ask_police(fingerprints.get, desk.clerk_session, key)
        receipts = await desk.ask(cashier.receipts_of, desk.store, found.number)

        async def take_fee() -> None:
            await pay(desk, {"number": found.number, "level": cashier.ROLL, "firearm": "N", "roll": "Y"})

        payable = not (receipts or found.struck_at or found.livescan_id)
        return Case("FPL015", f"Fingerprints {found.number}", prints_rows(found, receipts), _steps(desk, found),
                    take_fee if payable else None, HELP)  # fmt: skip

    await work_case(desk, load)


def prints_rows(found: Prints, receipts: str) -> list[Line]:
    """What is known about a row, in rows."""
    cards = f", {found.cards} cards" if found.cards else ""
    rows = [
        Line(f"  {found.number}  {REASON[found.reason]}"[:79], "title"),
        Line(f"  Name      {found.subject}"[:79]),
        Line(f"  Taken     {local_time(found.at)} by {found.clerk}, {MEDIUM[found.medium].lower()}{cards}"[:79]),
        Line(f"  Numbers   TCN {found.tcn or '-'}  ATI {found.ati or '-'}"[:79]),
        Line(f"  Rejected  {found.rejected or '-'}"[:79]),
        Line(f"  Note      {found.note or '-'}"[:79]),
        Line(f"  Receipt   {'of the Live Scan request' if found.livescan_id else receipts or '-'}"[:79]),
    ]
    if found.struck_at:
        rows.append(Line(f"  STRUCK    {local_time(found.struck_at)}: {found.struck_why}"[:79], "alert"))
    return rows


def _steps(desk: Desk, found: Prints) -> dict[str, tuple[str, Step]]:
    async def reject() -> None:
        async def do(values: Values, _: Any) -> Prints:
            made: Prints = await desk.ask_police(
                fingerprints.reject, desk.clerk_session, found.id, values["rejects"], values["source"],
                values["note"] or "",
            )  # fmt: skip
            return made

        await fill_in(desk, REJECTED, do)

    async def strike() -> None:
        async def do(values: Values, _: Any) -> Prints:
            made: Prints = await desk.ask_police(fingerprints.strike, desk.clerk_session, found.id, values["why"])
            return made

        await fill_in(desk, STRIKE, do)

    if found.struck_at:
        return {}
    fitting: dict[str, tuple[str, Step]] = {"1": ("Rejected fingers", reject)}
    if found.livescan_id is None:
        fitting["8"] = ("Strike", strike)
    return fitting


async def show_log(desk: Desk, rest: str) -> None:
    """The log of a span of days; F11 prints it. A number after the code shows that row."""
    session = desk.clerk_session
    if rest:
        key = await desk.ask_police(fingerprints.by_number, session, rest)
        if key is None:
            raise Refused(f"There is no row {rest[:20]} in the fingerprint log.")
        await show_prints(desk, key)
        return

    async def do(values: Values, _: Any) -> tuple[date, date]:
        if values["last"] < values["first"]:
            raise FormError("last", "Through: this day is before the first one.")
        if not await desk.ask_police(fingerprints.log, session, values["first"], values["last"]):
            raise FormError("last", "No prints were taken in those days.")
        return values["first"], values["last"]

    month = f"{desk.clock.today().replace(day=1):%m/%d/%Y}"
    span = await fill_in(desk, FINGERPRINT_SPAN, do, {"first": month, "last": today(desk)}, cursor="first")
    if span is not None:
        await _listed(desk, *span)


async def _listed(desk: Desk, first: date, last: date) -> None:
    session = desk.clerk_session

    async def fetch(direction: str, key: Any, count: int) -> Page:
        found = await desk.ask_police(fingerprints.log, session, first, last)
        return await fixed_rows([_row(one) for one in found])(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await show_prints(desk, int(row.key))

    async def print_it(display: Any) -> None:
        rows = await desk.ask_police(fingerprints.log, session, first, last)
        names = await desk.ask_police(_finger_names)
        known = await desk.ask(terms, desk.store, desk.clock.today())
        elements = livescan_paper.fingerprint_log(known, rows, names, first, last)
        display.say(await print_paper(desk, "FINGERPRINT-LOG", VIEW, 0, elements))

    columns = (
        Column("Row", 10), Column("Day", 10), Column("Name", 20), Column("Reason", 9), Column("On", 6),
        Column("Rejected", 11),
    )  # fmt: skip
    listing = Listing(
        "FPL065", "Fingerprint log", columns, fetch, (("5", "Open"),), default="5", position="Row", help=HELP,
        listens=frozenset({"more"}), more_word="Print",
    )  # fmt: skip
    await work_with(desk, listing, act, {"more": print_it})


def _finger_names(police: Any) -> dict[str, str]:
    return {one.code: one.label for one in codes.values(police, "FGP")}


def _row(one: Prints) -> Row:
    state = "STRUCK" if one.struck_at else one.rejected
    return Row(one.id, (one.number, day(one.day), one.subject, one.reason, one.medium, state))


# Who may roll prints


async def show_rollers(desk: Desk, rest: str) -> None:
    """Everybody of the police desk with the standing as a roller; the supervisor keeps it with 2."""
    session, shown = desk.clerk_session, dict[int, Roller]()
    may_keep = KEEP.allows(session.clerk.role)

    async def fetch(direction: str, key: Any, count: int) -> Page:
        found = await desk.ask_police(livescan_rollers.rollers, session)
        shown.update({one.user_id: one for one in found})
        rows = [_roller_row(one, desk.clock.today()) for one in found]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await _keep(desk, shown[row.key])

    columns = (
        Column("Clerk", 22), Column("Standing", 20), Column("Certificate", 11), Column("Until", 10),
        Column("Rolls", 5),
    )  # fmt: skip
    listing = Listing(
        "LSC069", "Who may roll prints", columns, fetch, (("2", "Keep"),) if may_keep else (), help=ROLLER.help,
        default="2" if may_keep else "", empty="Nobody has a role of the police desk.",
    )  # fmt: skip
    await work_with(desk, listing, act)


def _roller_row(one: Roller, on: date) -> Row:
    until = f"{one.until_on:%m/%d/%Y}" if one.until_on else ""
    may = "no" if one.problem(on) else "yes"
    cells = (f"{one.number} {one.name}", dict(STANDINGS).get(one.standing, "none"), one.certificate, until, may)
    return Row(one.user_id, cells, "alert" if one.standing and may == "no" else "")


async def _keep(desk: Desk, who: Roller) -> None:
    async def do(values: Values, _: Any) -> bool:
        await desk.ask_police(
            livescan_rollers.record, desk.clerk_session, who.user_id, values["standing"], values["certificate"] or "",
            values["since_on"], values["until_on"],
        )  # fmt: skip
        return True

    texts = {"standing": who.standing, "certificate": who.certificate}
    texts |= {name: f"{value:%m/%d/%Y}" for name in ("since_on", "until_on") if (value := getattr(who, name))}
    await fill_in(desk, ROLLER, do, {**ROLLER.opening(), **{k: v for k, v in texts.items() if v}}, cursor="standing")
