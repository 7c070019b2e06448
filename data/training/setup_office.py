"""Steps of the starting state beyond the counter: records of the desks, petty cash, mail batches, files of the bank.

Like the steps of `data.training.setup`, they are done by the rules of live work.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data import batches, batches_entry, closeout, pettycash_register, pettycash_vouchers, settings
from data.frontdesk import citations, courtpapers, impounds, repossessions, visitors
from data.money import show_cents
from data.pettycash_forms import VOUCHER
from data.records import save
from data.training.numbers_drawn import LessonError

if TYPE_CHECKING:
    from data.session import Session
    from data.store import Store
    from data.training.setup import Scene

FINANCE, SUPERVISOR = "301", "201"
"""Clerks of the practice city who do what a counter clerk may not."""


@dataclass(frozen=True)
class Kept:
    """A record that was made before the lesson began."""

    id: int
    number: str


_RECORDS: dict[str, tuple[Any, Callable[[Store, Session, Any], int]]] = {
    "citations": (citations, citations.add),
    "court_papers": (courtpapers, courtpapers.add),
    "impounds": (impounds, impounds.add),
    "repossessions": (repossessions, repossessions.add),
    "visits": (visitors, visitors.let_in),
}
"""The desks' records by their table: the module with the form and its opening, and what enters one."""


def record(scene: Scene, table: str, values: Mapping[str, Any], by: str = SUPERVISOR) -> Kept:
    """A record of the police front desk is entered, its fields as typed. Raises `LessonError`."""
    if table not in _RECORDS:
        raise LessonError(f"A record is one of {', '.join(_RECORDS)}, not {table!r}.")
    module, add = _RECORDS[table]
    texts = {**module.opening(scene.store), **{name: str(value) for name, value in values.items()}}
    id = add(scene.store, scene.session(by), module.FORM.clean(texts))
    return Kept(id, str(scene.store.value(f"SELECT number FROM {table} WHERE id = ?", id)))


def verify(scene: Scene, of: str) -> None:
    """The closed drawers of a clerk, by number, are verified by the supervisor."""
    clerk = scene.session(of).clerk.id
    for (id,) in scene.store.rows("SELECT id FROM drawers WHERE user_id = ? AND state = 'CLOSED'", clerk):
        closeout.verify(scene.store, scene.session(SUPERVISOR), int(id))


def fund(scene: Scene, amount: int = 20_000, limit: int = 5_000, custodian: str = "") -> Kept:
    """Finance has set up the petty cash fund PC1, cents, kept by the trainee or another clerk."""
    form = pettycash_register.REGISTER.form
    keeper = custodian or scene.trainee.clerk.number
    texts = {
        "code": "PC1", "title": "Counter", "amount_cents": str(amount), "custodian": keeper,
        "voucher_limit_cents": str(limit), "replenish_cents": "0",
    }  # fmt: skip
    values = form.clean({**form.opening(), **texts})
    id = save(scene.store, scene.session(FINANCE), pettycash_register.REGISTER, None, values)
    return Kept(id, "PC1")


def voucher(scene: Scene, values: Mapping[str, Any], by: str = "", signed: bool = True) -> Kept:
    """A voucher of the fund PC1 is paid from the box, its fields as typed."""
    id = int(scene.store.value("SELECT id FROM petty_funds WHERE code = 'PC1'") or 0)
    texts = {**VOUCHER.opening(), **{name: str(value) for name, value in values.items()}}
    key = f"lesson:voucher:{scene.store.value('SELECT count(*) FROM petty_vouchers')}"
    made = pettycash_vouchers.pay(scene.store, scene.session(by), id, VOUCHER.clean(texts), key)
    if signed:
        pettycash_vouchers.sign(scene.store, scene.session(by), made.id)
    return Kept(made.id, made.number)


def batch(scene: Scene, count: int, total: int, items: Sequence[Mapping[str, Any]] = (), by: str = "") -> Kept:
    """A mail batch is open with its control figures, entered item by item: fields as typed."""
    session = scene.session(by)
    header = batches_entry.HEADER
    control = header.clean({**header.opening(), "count": str(count), "total": str(total), "mode": batches_entry.EDIT})
    id = batches.create(scene.store, session, control, f"lesson:batch:{session.clerk.number}")
    form = batches_entry.ENTRY[batches_entry.EDIT]
    for n, item in enumerate(items, 1):
        texts = {**form.opening(), **{name: str(value) for name, value in item.items()}}
        batches.add(scene.store, session, id, form.clean(texts), f"lesson:item:{id}:{n}")
    return Kept(id, batches.get(scene.store, id).number)


def bank_file(scene: Scene, name: str, payments: Sequence[Mapping[str, Any]]) -> None:
    """A bill-pay service has sent a CSV file of payments (account, amount in cents, name); nothing else is there."""
    folder = Path(settings.value(scene.store, "files.inbox", scene.clock.today()))
    folder.mkdir(parents=True, exist_ok=True)
    for old in filter(Path.is_file, folder.iterdir()):
        old.unlink()
    day, text = scene.clock.today().isoformat(), io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(["payment_id", "account", "amount", "name", "date"])
    for n, one in enumerate(payments, 1):
        rows.writerow([f"P{n:04d}", one["account"], _dollars(one["amount"]), one["name"], day])
    total = sum(int(one["amount"]) for one in payments)
    rows.writerow(["TOTAL", len(payments), _dollars(total), "", ""])
    (folder / name).write_text(text.getvalue(), encoding="utf-8", newline="")


def _dollars(cents: Any) -> str:
    return show_cents(int(cents)).replace(",", "")


OFFICE: dict[str, Callable[..., Any]] = {
    "record": record,
    "verify": verify,
    "fund": fund,
    "voucher": voucher,
    "batch": batch,
    "bank file": bank_file,
}
"""The steps, by their word in a lesson."""
