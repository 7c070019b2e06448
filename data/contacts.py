"""The contact log: who called or came about what, and what is to be followed up by when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data import audit
from data.columns import Record, column, ref
from data.fields import Choice, Code, Count, Date, Text
from data.forms import Form, FormError, Values
from data.permissions import AUDITOR, STAFF, Permission, Refused
from data.records import save
from data.registers import CHANGE, DISPLAY, HISTORY, Option, Register, Shown

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store

VIEW = Permission("contacts.view", "the contact log is for those who work with accounts.", STAFF)
WRITE = Permission("contacts.write", "only those who talk to customers write the contact log.", STAFF - {AUDITOR})

CHANNELS = (
    ("COUNTER", "At the counter"),
    ("PHONE", "Telephone"),
    ("MAIL", "Letter"),
    ("E-MAIL", "E-mail"),
    ("FIELD", "In the field"),
    ("OTHER", "Other"),
)


class Contact(Record):
    """One conversation or letter."""

    account_id = column(Count("Account", 12), null=True)
    at = column(Code("When", 24, protected=True))
    user_id = column(Count("Clerk", 8))
    channel = column(Choice("By", 10, required=True, default="COUNTER", options=CHANNELS))
    subject = column(Text("About", 40, required=True))
    text = column(Text("What", 200, required=True))
    follow_up_on = column(Date("Follow up on"), null=True)
    done_at = column(Code("Done", 24), null=True)
    done_by = column(Count("Done by", 8), null=True)

    class Meta:
        table_name = "contacts"


def add(
    store: Store,
    session: Session,
    account_id: int,
    channel: str,
    subject: str,
    text: str,
    follow_up_on: date | None = None,
) -> int:
    """Write down a contact; its id. Raises `FormError` when a follow-up lies in the past."""
    values: Values = {"channel": channel, "subject": subject, "text": text, "follow_up_on": follow_up_on}
    return save(store, session, CONTACTS, None, values, scope={"account_id": account_id})


def done(store: Store, session: Session, contact_id: int) -> str:
    """Tick off a follow-up; the sentence for the message row. Raises `Refused` when it is done already."""
    session.require(WRITE)
    with store.writing():
        changed = store.run(
            "UPDATE contacts SET done_at = ?, done_by = ?, version = version + 1 WHERE id = ? AND done_at IS NULL",
            store.now(),
            session.clerk.id,
            contact_id,
        )
        if not changed:
            raise Refused("This follow-up is done already, or there is no such contact. F5 shows the list anew.")
        audit.record(store, session, "contact.done", "contacts", contact_id)
    return "The follow-up is done."


def due(store: Store, on: date) -> int:
    """How many follow-ups are due on a day."""
    sql = "SELECT COUNT(*) FROM contacts WHERE done_at IS NULL AND follow_up_on IS NOT NULL AND follow_up_on <= ?"
    return int(store.value(sql, on.isoformat()))


def _check(store: Store, session: Session, record_id: int | None, values: Values) -> None:
    day = values.get("follow_up_on")
    if record_id is None and day and day < session.clock.today():
        raise FormError("follow_up_on", "Follow up on: today or later.")


def _stamp(store: Store, session: Session) -> Values:
    return {"at": store.now(), "user_id": session.clerk.id}


def _is_due(store: Store, session: Session) -> tuple[str, tuple[str, ...]]:
    return "t.done_at IS NULL AND t.follow_up_on <= ?", (session.clock.today().isoformat(),)


_FORM = Form(
    "CON10",
    "Contact",
    {name: ref(getattr(Contact, name)) for name in ("channel", "subject", "text", "follow_up_on")},
    help="What was said or written, for whoever serves this customer next. A follow-up date puts it on the list of "
    "follow-ups due. Do not write down card numbers.",
)
_SOURCE = "contacts t JOIN users u ON u.id = t.user_id"
_WHEN = Shown("at", "When", 10, "t.at", lambda at: f"{at[5:7]}/{at[8:10]}/{at[:4]}")
_DONE = Option("9", "Done", done, WRITE)

CONTACTS = Register(
    code="CONTACTS",
    number=14,
    title="Contacts",
    model=Contact,
    columns=(_WHEN, Shown("clerk", "Clerk", 5, "u.initials"), Shown("channel"), Shown("subject", width=28),
             Shown("follow_up_on")),
    order=("at",),
    form=_FORM,
    view=VIEW,
    change=WRITE,
    descending=True,
    source=_SOURCE,
    options=(CHANGE, DISPLAY, HISTORY, _DONE),
    check=_check,
    stamp=_stamp,
    empty="There are no contacts. F6 adds one.",
)  # fmt: skip

FOLLOW_UPS = Register(
    code="FOLLOWUPS",
    number=15,
    title="Follow-ups due",
    model=Contact,
    columns=(Shown("follow_up_on"), Shown("account", "Account", 8, "a.number"), Shown("subject", width=28), _WHEN,
             Shown("clerk", "Clerk", 5, "u.initials")),
    order=("follow_up_on",),
    form=_FORM,
    view=VIEW,
    change=WRITE,
    source=f"{_SOURCE} LEFT JOIN accounts a ON a.id = t.account_id",
    where=_is_due,
    options=(CHANGE, DISPLAY, HISTORY, _DONE),
    check=_check,
    stamp=_stamp,
    empty="No follow-up is due.",
)  # fmt: skip

REGISTERS = (CONTACTS, FOLLOW_UPS)
