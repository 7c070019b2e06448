"""Shifts: a simulated morning at the counter is begun or taken up again, and looked back at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from data.clock import local_time
from data.denominations import COUNT_FORM
from data.deposits import PREPARE
from data.forms import Form, Values
from data.permissions import Refused
from data.training.shifts import POLICE_DESK, SHIFT, Shift
from data.training.shifts_kept import IN_HAND, STATES
from screens.board import Board, BoardDisplay, Option, select
from screens.drawer import CLOSE, OPEN
from screens.entry import fill_in
from screens.lines import Line
from screens.listing import Listing, fixed_rows, work_with
from screens.pager import PagerDisplay, read
from screens.programs import Program
from screens.training_room import TRAIN, classroom
from screens.training_shift_pictures import Labels, clock, picture, replay, visit_cells
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from data.training.klm import Operators
    from data.training.shifts_debrief import Debriefing
    from data.training.shifts_kept import Kept
    from screens.desk import Desk

HELP = """A shift goes on where it was put aside: the same drawer, the same customer at the counter, the same people \
waiting. The time in between does not count.

Given up, it is over: what was done in it stays in the list of shifts and counts for the record."""
LEGEND = ("help", "exit", "cancel")
DISPLAYS = {
    "MENU": "Main menu", "PAY010": "What is paid for", "PAY020": "Tenders", "TRN110": "Shift's window",
    "DRW035": "Over and short", "DRW060": "Z report", "TRN014": "Policy", "MENU3": "Cash drawer", "JOB010": "Printing",
    "POL001": "Reason", "PER010": "Find a person", "PER030": "Person", "RGC010": "Registration", "BOK015": "Booking",
    "MENU21": "Registrants", "MENU22": "Bookings", "MENU23": "Records",
}  # fmt: skip
"""What displays without a form are called."""


class Shifts(Protocol):
    """Where shifts are worked, and kept."""

    def next_seed(self) -> int:
        """The number of this trainee's next shift."""

    def put_aside(self) -> Kept | None:
        """The shift that is not over."""

    def all(self) -> list[Kept]:
        """This trainee's shifts, newest first."""

    def times(self) -> Operators:
        """The times of a practiced clerk."""

    def debriefing(self, kept: Kept) -> Debriefing:
        """What a shift came to."""

    def begin(self, shift: Shift) -> Kept:
        """Keep a new shift."""

    async def work(self, kept: Kept) -> Kept:
        """Work a shift until it is over, put aside or given up."""

    def give_up(self, kept: Kept) -> None:
        """End a shift that was put aside."""


async def show_shift(desk: Desk, rest: str = "") -> None:
    """Go on with the shift that was put aside, or begin one: `SHIFT 24 30 POLICE` is 24 an hour, 30 minutes."""
    shifts = classroom(desk).shifts
    waiting = shifts.put_aside()
    if waiting is not None:
        waiting = await _go_on(desk, waiting)
        if waiting is None:
            return
    else:
        wanted = await _wanted(desk, rest)
        if wanted is None:
            return
        waiting = shifts.begin(wanted)
    done = await shifts.work(waiting)
    if done.state == IN_HAND:
        desk.notice = ("The shift is put aside. 30.5 goes on with it.",)
        return
    await debrief(desk, done)


async def _go_on(desk: Desk, waiting: Kept) -> Kept | None:
    """The shift that was put aside, when the trainee goes on with it."""
    display = desk.free_display(BoardDisplay)
    served = len([one for one in waiting.served if not one.stop])
    above: list[str | Line] = [
        "", Line(f"  You have put a shift aside: {waiting.shift.said}.", "title"),
        f"  {served} served; begun {local_time(waiting.at)}.", "",
    ]  # fmt: skip
    options = [Option("1", "Go on"), Option("9", "Give it up")]
    display.load(Board("TRN102", "Shift", options, above=above, help=HELP, prompt="Option", legend=LEGEND))
    async with desk.showing(display):
        while True:
            answer = await select(desk, display)
            if answer == "1":
                return waiting
            if answer == "9" and await display.confirm("Give this shift up?"):
                classroom(desk).shifts.give_up(waiting)
                return None
            if answer is None or answer == "/":
                return None


async def _wanted(desk: Desk, rest: str) -> Shift | None:
    """The shift that is wanted: as typed behind the command, or asked for."""
    words = rest.split()
    desk_word = {"desk": POLICE_DESK} if POLICE_DESK in map(str.upper, words) else {}
    words = [word for word in words if word.upper() != POLICE_DESK]
    texts = dict(zip(("per_hour", "minutes", "seed"), words, strict=False)) | desk_word
    if len(words) > 3:
        raise Refused("SHIFT takes customers an hour, minutes, and a shift number.")

    async def do(values: Values, _: object) -> Shift:
        seed = values["seed"] or classroom(desk).shifts.next_seed()
        return Shift(seed, values["per_hour"], values["minutes"], values["desk"])

    return await fill_in(desk, SHIFT, do, texts)


# looking back


async def debrief(desk: Desk, kept: Kept) -> None:
    """What a shift came to; F11 goes through its customers one by one."""
    found = classroom(desk).shifts.debriefing(kept)
    labels = _labels(desk)

    async def customers(_: PagerDisplay) -> None:
        await _visits(desk, kept)

    rows: list[str | Line] = [
        Line(f" {kept.shift.said[0].upper()}{kept.shift.said[1:]}, {STATES[kept.state]}", "title"),
        "",
        *picture(found, labels, ascii_only=desk.ascii_only),
    ]
    await read(desk, "TRN120", "Debriefing", rows, {"more": customers}, more_word="One by one")


async def _visits(desk: Desk, kept: Kept) -> None:
    times = classroom(desk).shifts.times()
    served = kept.served
    rows = [Row(n, tuple(visit_cells(n + 1, one, times))) for n, one in enumerate(served)]
    columns = (
        Column("No.", 3, "right"), Column("Customer", 36), Column("Line", 5, "right"), Column("Took", 5, "right"),
        Column("Model", 5, "right"), Column("Keys", 7, "right"), Column("Work", 9),
    )  # fmt: skip

    async def act(option: str, row: Row) -> None:
        one = served[int(row.key)]
        await read(desk, "TRN126", "Play back", replay(one, times, _labels(desk)))

    listing = Listing("TRN124", "One by one", columns, fixed_rows(rows), (("5", "Play back"),), default="5")
    await work_with(desk, listing, act)


async def show_shifts(desk: Desk, rest: str = "") -> None:
    """The trainee's shifts, the newest first."""
    shifts = classroom(desk).shifts

    async def fetch(direction: str, key: Any, count: int) -> Any:
        rows = [Row(one.id, _cells(one, shifts.debriefing(one))) for one in shifts.all()]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        await debrief(desk, next(one for one in shifts.all() if one.id == row.key))

    columns = (
        Column("Begun", 14), Column("No.", 5, "right"), Column("An hour", 7, "right"), Column("Right", 7, "right"),
        Column("Time", 6, "right"), Column("Model", 6, "right"), Column("Line", 4, "right"),
        Column("State", 9),
    )  # fmt: skip
    listing = Listing(
        "TRN130", "My shifts", columns, fetch, (("5", "Debriefing"),), empty="No shift yet: 30.5 begins one.",
        default="5",
    )  # fmt: skip
    await work_with(desk, listing, act)


def _cells(one: Kept, found: Debriefing) -> tuple[str, ...]:
    longest = max((waiting for _, waiting in found.line), default=0)
    return (
        local_time(one.at), str(one.shift.seed), str(one.shift.per_hour), f"{found.right}/{len(found.customers)}",
        clock(found.seconds), clock(found.model), str(longest), STATES[one.state],
    )  # fmt: skip


def _labels(desk: Desk) -> Labels:
    """What the fields of a shift are called."""
    forms: list[Form] = [OPEN, CLOSE, COUNT_FORM, PREPARE, *(service.form for service in desk.catalog.services)]
    forms += _police_forms()
    found = {(program, ""): title for program, title in DISPLAYS.items()}
    for form in forms:
        found[form.code, ""] = form.title
        found |= {(form.code, name): field.label for name, field in form.fields.items()}
    return found


def _police_forms() -> list[Form]:
    """The forms in which customers of the police desk are served."""
    from data.police.bookings_forms import ARREST, CHARGE
    from data.police.registrations_codes import SEX, TRANSACTIONS
    from data.police.registrations_forms import BEGIN, PETITION, visit_form
    from data.police.releases_forms import RECEIVE

    return [ARREST, CHARGE, PETITION, RECEIVE, BEGIN, *(visit_form(one, SEX) for one in TRANSACTIONS)]


PROGRAMS = [
    Program("SHIFT", "30.5", "A shift at the counter", show_shift, TRAIN),
    Program("SHIFTS", "30.6", "My shifts and their debriefings", show_shifts, TRAIN),
]
