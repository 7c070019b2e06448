"""The steps of a stored vehicle before its release: notice, hold lifted, hearing, fee waived, to whom it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import authority
from data.columns import ref
from data.forms import Form, FormError, Values
from data.frontdesk.impounds import HELD, INVALID, WHOLE, Impound, Stored, by_id
from data.permissions import Refused
from data.records import save
from data.text import fold

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store

WAIVE = "impound.waive"


def _form(
    code: str, title: str, names: tuple[str, ...], required: frozenset[str] = frozenset(), text: str = ""
) -> Form:
    kinds = {name: ref(getattr(Impound, name)) for name in names}
    return Form(code, title, {n: k.like(required=True) if n in required else k for n, k in kinds.items()}, help=text)


NOTICE = _form(
    "IMP020", "Storage notice", ("notice_on", "certified_registered", "certified_legal"), frozenset({"notice_on"}),
    "By certified mail, return receipt requested. Mailed later than two working days, the legal owner is charged for "
    "at most 15 days of storage (Vehicle Code 14602.6(a)(2)).",
)  # fmt: skip
LIFT = _form(
    "IMP022", "Hold lifted", ("lifted_on", "lifted_by"), frozenset({"lifted_on", "lifted_by"}),
    "Who lifted the hold: the investigator, the hearing officer, or the watch commander for an early release.",
)  # fmt: skip
ASK = _form(
    "IMP024", "Hearing asked for", ("hearing_asked_on", "hearing_by", "hearing_asked_by"),
    frozenset({"hearing_asked_on", "hearing_by", "hearing_asked_by"}),
    "In writing, in person or by telephone within ten days of the date of the storage notice (Vehicle Code 22852).",
)  # fmt: skip
HELD_HEARING = _form(
    "IMP026", "Hearing held", ("hearing_on", "hearing_officer", "hearing_outcome"),
    frozenset({"hearing_on", "hearing_officer", "hearing_outcome"}),
    "The hearing officer is somebody else than the officer who ordered the storage (Vehicle Code 22852).",
)  # fmt: skip
WAIVER = _form(
    "IMP028", "Fee waived", ("waived", "waiver_note"), frozenset({"waived", "waiver_note"}),
    "A supervisor approves the waiver. The fee is not owed for a stolen vehicle, an error, or by a hearing's outcome.",
)  # fmt: skip
PATH = _form(
    "IMP030", "To whom it goes", ("path",), frozenset({"path"}),
    "A legal owner such as a bank may have it before the 30 days are over, pays no fee unless it asked for a hearing, "
    "and its agent's papers need no notary (Vehicle Code 14602.6(f)).",
)  # fmt: skip


def _open(store: Store, session: Session, impound_id: int) -> Stored:
    found = by_id(store, session, impound_id)
    if found.state != HELD:
        raise Refused(f"{found.number} was released: its record is closed.")
    return found


def _put(store: Store, session: Session, found: Stored, values: Values) -> Stored:
    save(store, session, WHOLE, found.id, values, found.opened.version)
    return by_id(store, session, found.id)


def notice(store: Store, session: Session, impound_id: int, values: Values) -> Stored:
    """Note the mailing of the storage notice. Raises `FormError` for a day that cannot be, `Refused` when released."""
    found = _open(store, session, impound_id)
    if not found.values["impounded_on"] <= values["notice_on"] <= store.clock.today():
        raise FormError("notice_on", "Notice mailed on: from the day of the impound to today.")
    return _put(store, session, found, values)


def lift(store: Store, session: Session, impound_id: int, values: Values) -> Stored:
    """Note who lifted the hold. Raises `FormError`, `Refused`."""
    found = _open(store, session, impound_id)
    if not found.values["impounded_on"] <= values["lifted_on"] <= store.clock.today():
        raise FormError("lifted_on", "Hold lifted on: from the day of the impound to today.")
    return _put(store, session, found, values)


def ask_hearing(store: Store, session: Session, impound_id: int, values: Values) -> Stored:
    """Note a request for a post-storage hearing. Raises `FormError` after the last day, `Refused`."""
    found = _open(store, session, impound_id)
    asked = values["hearing_asked_on"]
    if not found.values["impounded_on"] <= asked <= store.clock.today():
        raise FormError("hearing_asked_on", "Hearing asked on: from the day of the impound to today.")
    if found.hearing_until and found.hearing_until.over(asked):
        last = found.hearing_until.show()
        raise FormError("hearing_asked_on", f"The last day to ask for a hearing was {last} (VC 22852).")
    return _put(store, session, found, values)


def hold_hearing(store: Store, session: Session, impound_id: int, values: Values) -> Stored:
    """Note the hearing and its outcome; a storage that was not valid ends its hold.

    Raises `FormError` when nobody asked for it or the officer who ordered the storage held it.
    """
    found = _open(store, session, impound_id)
    asked = found.values["hearing_asked_on"]
    if asked is None:
        raise Refused("Nobody has asked for a hearing. Note the request first.")
    if not asked <= values["hearing_on"] <= store.clock.today():
        raise FormError("hearing_on", "Hearing held on: from the day it was asked for to today.")
    if fold(values["hearing_officer"]) == fold(found.values["ordered_by"]):
        raise FormError("hearing_officer", "Who ordered the storage does not hold its hearing (Vehicle Code 22852).")
    return _put(store, session, found, values)


def waive(store: Store, session: Session, impound_id: int, values: Values, approval: Approval | None = None) -> Stored:
    """Waive the fee. Raises `Refused`: paid already, or needing a supervisor's approval (`impound.waive`)."""
    with store.writing():
        found = _open(store, session, impound_id)
        if found.receipts:
            raise Refused(f"The fee is paid: receipt {found.receipts}. Void it first.")
        if values["waived"] == "HEARING" and found.values["hearing_outcome"] != INVALID:
            raise FormError("waived", "No hearing has found that the storage was not valid.")
        authority.check(store, session, WAIVE, found.fee_cents, approval)
        found = _put(store, session, found, values)
        store.run(
            "UPDATE impounds SET waiver_user_id = ?, waiver_approver_id = ? WHERE id = ?",
            session.clerk.id, approval.approver_id if approval else session.clerk.id, impound_id,
        )  # fmt: skip
    return found


def choose_path(store: Store, session: Session, impound_id: int, values: Values) -> Stored:
    """Say whether the registered or the legal owner takes it. Raises `Refused` when released."""
    return _put(store, session, _open(store, session, impound_id), values)
