"""Two files of one person made one, and a merge taken back; both need two people, one of them the supervisor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from data.clock import local_time
from data.forms import Form, Look, Values
from data.permissions import Refused
from data.police import persons, persons_forms, persons_merge
from data.police.persons_merge import Merge
from screens.entry import fill_in
from screens.listing import Listing, fixed_rows, pick
from screens.police import viewing
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk


async def merge(desk: Desk, person_id: int) -> None:
    """Find the other file, look at both, and make them one with another person's approval."""
    from screens.persons import find_person

    desk.clerk_session.require(persons_merge.MERGE_FILES)
    other = await find_person(desk)
    if other is None:
        return
    if other == person_id:
        raise Refused("That is the same file. Choose the other one.")
    await viewing(desk, persons.VIEW, other)
    await _with_reason(
        desk, persons_forms.MERGE, await _both(desk, person_id, other), partial(_merged, desk, person_id, other)
    )


async def _both(desk: Desk, kept_id: int, merged_id: int) -> tuple[str, ...]:
    session = desk.clerk_session
    kept = await desk.ask_police(persons.person, session, kept_id)
    merged = await desk.ask_police(persons.person, session, merged_id)
    said = (("Stays", kept), ("Becomes a part of it", merged))
    return tuple(
        f"{word}: {one.number} {one.name}" + (f", born {one.born:%Y}" if one.born else "") for word, one in said
    )


async def _merged(desk: Desk, kept_id: int, merged_id: int, reason: str, approval: Any) -> int:
    made: int = await desk.ask_police(persons_merge.merge, desk.clerk_session, kept_id, merged_id, reason, approval)
    return made


async def _with_reason(desk: Desk, form: Form, about: tuple[str, ...], act: Any) -> None:
    async def do(values: Values, approval: Any) -> bool:
        await act(values["reason"], approval)
        return True

    await fill_in(desk, form, do, look=Look(about))


async def undo(desk: Desk, person_id: int) -> None:
    """Pick a merge of this file and take it back."""
    found: list[Merge] = await desk.ask_police(persons_merge.merges, desk.clerk_session, person_id)
    rows = [
        Row(one.id, (local_time(one.at), one.merged, one.kept, one.clerk, one.reason))
        for one in found
        if not one.undone_at
    ]
    columns = (
        Column("When", 14), Column("File", 7), Column("Into", 7), Column("By", 16), Column("Reason", 28),
    )  # fmt: skip
    listing = Listing("PER074", "Merges of this file", columns, fixed_rows(rows), pick=True, empty="No merge holds.")
    row = await pick(desk, listing)
    if row is not None:
        about = (f"File {row.cells[1]} stands by itself again, apart from {row.cells[2]}.",)
        await _with_reason(desk, persons_forms.UNDO, about, partial(_undone, desk, int(row.key)))


async def _undone(desk: Desk, merge_id: int, reason: str, approval: Any) -> None:
    await desk.ask_police(persons_merge.undo, desk.clerk_session, merge_id, reason, approval)
