"""The proficiency record: a trainee's own in training; at a live station everybody's, for the supervisors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data import settings
from data.fields import Choice, Text
from data.forms import Form, Look, Values
from data.training import proficiency, progress
from data.training.duties import OBSERVE, title
from data.training.lesson import readable
from data.training.proficiency import VERDICTS, Standing
from data.training.progress import ProgressStore, Trainee
from screens.entry import fill_in
from screens.listing import Listing, fixed_rows, pick, work_with
from screens.pager import read
from screens.reports import show
from screens.training_drills import show_figures, trainee
from screens.training_pictures import lesson_times
from screens.worklist import Column, Page, Row

if TYPE_CHECKING:
    from data.training.reviews import Lesson
    from screens.desk import Desk

OBSERVED = Form(
    "TRN085",
    "Observed at the counter",
    {
        "verdict": Choice("Verdict", 8, required=True, options=VERDICTS, stop=True),
        "remark": Text("Remark", 60, stop=True, help="What was seen, in a sentence; it is printed on the record."),
    },
    help="What you have seen this clerk do. The last observation of a duty counts. Nobody observes himself.",
)
COLUMNS = (
    Column("Id", 3),
    Column("Duty", 28),
    Column("Standing", 10),
    Column("Lessons", 7, "right"),
    Column("Passed", 8),
    Column("Observed", 8),
)


async def record(desk: Desk, rest: str) -> None:
    """The trainee's own record, in training."""
    store, who = await trainee(desk)
    await show_record(desk, store, who)


async def trainees(desk: Desk, rest: str) -> None:
    """Everybody who has trained at this station: a supervisor picks whose record."""
    store = await desk.ask(progress.open_kept, desk.training_folder, desk.clock)
    try:
        people = await desk.ask(progress.trainees, store)
        rows = [Row(one.id, (one.number, one.name)) for one in people]
        columns = (Column("Number", 8), Column("Name", 40))
        listing = Listing("TRN070", "Trainees", columns, fixed_rows(rows), pick=True, empty="Nobody has trained yet.")
        if (row := await pick(desk, listing)) is not None:
            await show_record(desk, store, next(one for one in people if one.id == row.key))
    finally:
        await desk.ask(store.close)


async def show_record(desk: Desk, store: ProgressStore, who: Trainee) -> None:
    """The duties with their standing; F6 gives the record as a paper."""

    async def fetch(direction: str, key: Any, count: int) -> Page:
        rows = [Row(one.duty, _cells(one)) for one in await _standings(desk, store, who)]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        if option == "6":
            await _observe(desk, store, who, str(row.key))
        elif option == "7":
            await show_figures(desk, store, who)
        else:
            await _tries(desk, store, who, str(row.key))

    async def paper(display: Any) -> None:
        await _paper(desk, store, who)

    may = OBSERVE.allows(desk.clerk_session.clerk.role)
    options = (("5", "Attempts"), *((("6", "Observed"),) if may else ()), ("7", "Keys"))
    listing = Listing(
        "TRN075",
        f"Record: {who.name}"[:28],
        COLUMNS,
        fetch,
        options,
        default="5",
        listens=frozenset({"new"}),
        new_word="Print",
        empty="No lessons are taught here.",
        help="Passed: every lesson of the duty, right and unaided, with three different customers in a row.",
    )
    await work_with(desk, listing, act, {"new": paper})


async def _course(desk: Desk) -> tuple[Lesson, ...]:
    return desk.course if desk.course is not None else (await desk.ask(readable))[0]


async def _standings(desk: Desk, store: ProgressStore, who: Trainee) -> list[Standing]:
    in_a_row = await desk.ask(settings.number, desk.store, "score.in_a_row", desk.clock.today())
    return await desk.ask(proficiency.record, store, who, await _course(desk), in_a_row)


def _cells(one: Standing) -> tuple[str, ...]:
    seen = one.observed
    observed = "" if seen is None else proficiency.day(seen.at) if seen.verdict == proficiency.ABLE else "not yet"
    lessons = f"{one.lessons_passed}/{one.lessons}"
    return one.duty, title(one.duty), one.word, lessons, proficiency.day(one.passed_at), observed


async def _observe(desk: Desk, store: ProgressStore, who: Trainee, duty: str) -> None:
    async def do(values: Values, _: object) -> proficiency.Observation:
        session = desk.clerk_session
        verdict, remark = values["verdict"], values["remark"] or ""
        return await desk.ask(proficiency.observe, store, session, who, duty, verdict, remark)

    await fill_in(desk, OBSERVED, do, look=Look((f"{who.name}: {duty} {title(duty)}",)))


async def _tries(desk: Desk, store: ProgressStore, who: Trainee, duty: str) -> None:
    """Every attempt at the lessons of a duty, the newest first."""
    names = {one.id: one.title for one in await _course(desk) if duty in one.duties}
    found = [one for one in await desk.ask(progress.tries, store, who) if one.lesson in names]
    rows = [f" {'Date':<9}{'Lesson':<34}{'Seed':>5}{'Seconds':>9}{'Model':>8}   Result"]
    for one in reversed(found):
        result = "passed" if one.unaided else "passed, aided" if one.passed else one.stage.lower().replace("-", " ")
        times = f"{one.ms / 1000:>9.1f}{one.model_ms / 1000:>8.1f}"
        seed = "shift" if one.seed < 0 else str(one.seed)
        rows.append(f" {proficiency.day(one.at):<9}{names[one.lesson][:33]:<34}{seed:>5}{times}   {result}")
    picture = lesson_times([one for one in found if one.passed], ascii_only=desk.ascii_only)
    await read(desk, "TRN078", f"{duty} {title(duty)}", [*picture, *rows] if found else [" No attempt yet."])


async def _paper(desk: Desk, store: ProgressStore, who: Trainee) -> None:
    """The record as a report: printed, or written as PDF and CSV."""
    standings = await _standings(desk, store, who)
    role = await desk.ask(proficiency.role_of, desk.store, who)
    on = f"{desk.clock.now().astimezone():%m/%d/%Y}"
    runs = await desk.ask(progress.runs, store, who)
    await show(desk, proficiency.sheet(who, role, standings, on, runs))
