"""F4: the values a field can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.fields import Field, Money
from data.permissions import Refused
from data.text import fold
from screens.listing import Listing, fixed_rows, pick
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk


async def choose(desk: Desk, field: Field, typed: str) -> str | None:
    """Let the clerk choose a value for a field; None when nothing was chosen. Raises `Refused` without a list.

    An amount has no list: its prompt is the adding machine, which puts its total into the field itself.
    """
    if field.choices():
        return await _from_list(desk, field, typed)
    if field.prompt == "FIND":
        from screens.find import find_account

        return await find_account(desk, typed)
    if field.prompt:
        from screens.registers import pick_code

        return await pick_code(desk, field.prompt)
    if isinstance(field, Money):
        from screens.tape import show_tape

        await show_tape(desk, desk.tape)
        return None
    raise Refused(f"{field.label}: {field.help or 'there is no list of values; type it.'}")


LONG = 30
"""Lists longer than this are positioned, and show only what fits the words that were typed."""


async def _from_list(desk: Desk, field: Field, typed: str) -> str | None:
    choices = field.choices()
    fits = [one for one in choices if _fits(one, typed)] if len(choices) > LONG and typed else []
    rows = [Row(value, (value, meaning)) for value, meaning in fits or choices]
    columns = (Column("Value", 14), Column("Meaning", 50))
    position = "Position to" if len(rows) > LONG else ""
    row = await pick(desk, Listing("F4", field.label, columns, fixed_rows(rows), pick=True, position=position))
    return None if row is None else str(row.key)


def _fits(choice: tuple[str, str], typed: str) -> bool:
    """Whether every typed word begins a word of a value or its meaning."""
    words = fold(" ".join(choice)).split()
    return all(any(word.startswith(wanted) for word in words) for wanted in fold(typed).split())
