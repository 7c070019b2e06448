"""F4: the values a field can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.fields import Field, Money
from data.permissions import Refused
from screens.listing import Listing, fixed_rows, pick
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk


async def choose(desk: Desk, field: Field, typed: str) -> str | None:
    """Let the clerk choose a value for a field; None when nothing was chosen. Raises `Refused` without a list.

    An amount has no list: its prompt is the adding machine, which puts its total into the field itself.
    """
    if field.choices():
        return await _from_list(desk, field)
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


async def _from_list(desk: Desk, field: Field) -> str | None:
    rows = [Row(value, (value, meaning)) for value, meaning in field.choices()]
    columns = (Column("Value", 14), Column("Meaning", 50))
    row = await pick(desk, Listing("F4", field.label, columns, fixed_rows(rows), pick=True))
    return None if row is None else str(row.key)
