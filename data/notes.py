"""Notes on accounts; a note marked as an alert stands at the head of the account until its last day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from data import changes
from data.columns import Record, column, ref
from data.fields import Code, Count, Date, Text, Yes
from data.forms import Form, FormError, Values
from data.permissions import AUDITOR, STAFF, Permission, Refused
from data.records import save
from data.registers import CHANGE, DISPLAY, HISTORY, Option, Register, Shown

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

VIEW = Permission("notes.view", "notes on accounts are for those who work with them.", STAFF)
WRITE = Permission("notes.write", "only those who work with accounts write notes on them.", STAFF - {AUDITOR})


class Note(Record):
    """A note on an account."""

    account_id = column(Count("Account", 12))
    alert = column(Yes("Alert", default=False, required=True, help="Y: shown first whenever the account is opened."))
    text = column(Text("Note", 120, required=True))
    valid_to = column(Date("Until", help="The last day it is shown; empty: until somebody ends it."), null=True)
    at = column(Code("When", 24))
    user_id = column(Count("Clerk", 8))

    class Meta:
        table_name = "notes"


def add(
    store: Store, session: Session, account_id: int, text: str, *, alert: bool = False, valid_to: date | None = None
) -> int:
    """Put a note on an account; its id. Raises `FormError` when its last day is over."""
    values: Values = {"alert": alert, "text": text, "valid_to": valid_to}
    return save(store, session, NOTES, None, values, scope={"account_id": account_id})


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    day = values.get("valid_to")
    if record_id is None and day and day < session.clock.today():
        raise FormError("valid_to", "Until: today or later.")


def _stamp(store: Store, session: Session) -> Values:
    return {"at": store.now(), "user_id": session.clerk.id}


def _end(store: Store, session: Session, note_id: int) -> None:
    """Let a note end yesterday; it stays in the list. Raises `Refused` when it has ended."""
    today = session.clock.today()
    row = store.row(f"SELECT valid_to FROM notes WHERE id = ?{store.for_update}", note_id)
    if row is None or (row[0] and row[0] < today.isoformat()):
        raise Refused("This note has ended already, or there is no such note. F5 shows the list anew.")
    last = (today - timedelta(days=1)).isoformat()
    store.run("UPDATE notes SET valid_to = ?, version = version + 1 WHERE id = ?", last, note_id)
    changes.record_change(store, session, "notes", note_id, {"valid_to": row[0]}, {"valid_to": last})


NOTES = Register(
    code="NOTES",
    number=16,
    title="Notes",
    model=Note,
    columns=(
        Shown("at", "When", 10, "t.at", lambda at: f"{at[5:7]}/{at[8:10]}/{at[:4]}"),
        Shown("clerk", "Clerk", 5, "u.initials"),
        Shown("alert"),
        Shown("text", width=40),
        Shown("valid_to"),
    ),
    order=("at",),
    form=Form(
        "NOT10",
        "Note",
        {name: ref(getattr(Note, name)) for name in ("alert", "text", "valid_to")},
        help="Something the next clerk must know. An alert stands at the head of the account. Notes are not deleted: "
        "option 4 ends one, and it stays in the list.",
    ),
    view=VIEW,
    change=WRITE,
    descending=True,
    source="notes t JOIN users u ON u.id = t.user_id",
    options=(CHANGE, Option("4", "End"), DISPLAY, HISTORY),
    check=_check,
    stamp=_stamp,
    remove=_end,
    empty="There are no notes. F6 adds one.",
)
REGISTER = NOTES
