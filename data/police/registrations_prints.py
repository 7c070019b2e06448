"""The prints taken on a registrant's visit: their row in the fingerprint log (the log of everybody's prints).

A visit says that prints were taken by the numbers of the device, ATI or TCN. That nobody is named who may roll them
keeps nobody from being registered: the row is then entered at 22.15.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.police import fingerprints, livescan_rollers, persons
from data.police.fingerprints import DEVICE, REGISTRANT, Taken

if TYPE_CHECKING:
    from data.police.registrations import Registration
    from data.police.store import PoliceStore
    from data.session import Session


def logged(police: PoliceStore, found: Registration, ati: str, tcn: str) -> int | None:
    """The id of the row that these prints of a registrant have in the log; None when none stands."""
    for column, number in (("ati", ati), ("tcn", tcn)):
        sql = f"SELECT id FROM fingerprints WHERE reason = ? AND {column} = ? AND struck_at IS NULL ORDER BY id LIMIT 1"
        row_id = police.value(sql, REGISTRANT, number) if number else None
        if row_id is not None:
            return int(row_id)
    return None


def log(police: PoliceStore, session: Session, found: Registration, ati: str, tcn: str, rolled_by: str = "") -> None:
    """Write a visit's prints into the log once, in the caller's transaction; an ATI that came later joins its row.

    A juvenile stands there with the registration's number only. Raises `FormError` when `rolled_by`, a clerk number,
    names nobody who may roll prints; without one it is the clerk, or nobody when the clerk may not (PC 11102.1).
    """
    if not (ati or tcn):
        return
    row_id = logged(police, found, ati, tcn)
    if row_id is not None:
        police.run("UPDATE fingerprints SET ati = ?, tcn = ? WHERE id = ?", ati, tcn, row_id)
        return
    number = rolled_by or session.clerk.number
    if not rolled_by and livescan_rollers.roller(police, number).problem(session.clock.today()):
        return
    whose: dict[str, Any] = {"person_id": persons.head_of(police, found.person_id)}
    if found.juvenile:
        whose = {"subject": f"Juvenile, {found.number}"}
    fingerprints.add(police, session, Taken(REGISTRANT, DEVICE, tcn=tcn, ati=ati, rolled_by=number, **whose))
