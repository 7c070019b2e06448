"""The prints of a booking: the device's file is taken in, and the row of the fingerprint log is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.forms import Values
from data.permissions import Refused
from data.police import bookings, bookings_prints
from data.police.bookings import Booking
from data.police.bookings_forms import PRINTS
from data.police.fingerprints import BOOKING, Taken
from screens.entry import fill_in
from screens.listing import Listing, fixed_rows, pick
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk


async def prints(desk: Desk, found: Booking) -> None:
    """Take in a file of the fingerprint device, which is removed then; write the prints into the fingerprint log."""
    session, folder = desk.clerk_session, Path(desk.police_folder) if desk.police_folder else None
    them = await desk.ask(bookings_prints.waiting, folder) if folder else []
    if them:
        rows = [Row(str(path), (path.name,)) for path in them]
        row = await pick(desk, Listing("BOK050", "Files of prints", (Column("File", 40),), fixed_rows(rows), pick=True))
        if row is None:
            return
        count = await desk.ask_police(bookings_prints.take_file, session, found, Path(row.key))
        desk.notice = (f"{count} print images are kept; the file was removed.",)
        found = await desk.ask_police(bookings.get, session, found.id)
    number = await desk.ask_police(bookings_prints.logged, found.id)
    if not number:
        await _log_prints(desk, found)
    elif not them:
        raise Refused(f"These prints are in the fingerprint log: {number}. No file of the device waits.")


async def _log_prints(desk: Desk, found: Booking) -> None:
    """The prints' row in the fingerprint log, with what the booking knows."""

    async def do(values: Values, approval: Any) -> str:
        said: dict[str, Any] = {name: value or "" for name, value in values.items()}
        taken = Taken(BOOKING, **{**said, "cards": values["cards"] or 0})
        return await desk.ask_police(bookings_prints.log, desk.clerk_session, found, taken)

    number = await fill_in(desk, PRINTS, do, {**PRINTS.opening(), "tcn": found.prints_tcn})
    if number:
        desk.notice = (f"{number} is in the fingerprint log.",)
