"""The starting state of a lesson: what `[[start]]` declares, done in the practice city by the same rules as live work.

    [[start]]
    do = "receipt"
    by = "103"
    items = [{service = "UB", account = "{account.number}", amount = "{account.due:keys}"}]
    tenders = [{kind = "CK", number = "{check}"}]
    as = "receipt"

A step with `as` gives its result a name that later steps, texts and goals may use: `{receipt.number}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from data import corrections, drawers, ledger, notes, returned, settings, works
from data.catalog import Catalog
from data.denominations import COUNT_FORM
from data.forms import FormError
from data.permissions import Refused
from data.session import Clerk, Session
from data.tenders import Tender
from data.training.numbers_accounts import read_account
from data.training.numbers_drawn import Cents, Drawn, LessonError
from data.training.setup_office import OFFICE
from data.training.setup_police import DESK
from data.training.words import arguments, sentence

if TYPE_CHECKING:
    from datetime import date

    from data.clock import Clock
    from data.store import Store

TRAINEE = "700"
"""The trainee's number in the practice city."""
STATION = "TRAIN"
TILLS = {TRAINEE: "T1"}
"""The tills of those whose till is not their number: the trainee's chain is T1, clerk 103's is T103."""


@dataclass
class Scene:
    """A practice city while a lesson is being set up in it."""

    store: Store
    catalog: Catalog
    drawn: Drawn
    clock: Clock
    trainee: Session
    sessions: dict[str, Session] = field(default_factory=dict)

    def session(self, by: str = "") -> Session:
        """The trainee, or another clerk of the practice city signed on at a station of their own."""
        if not by or by == TRAINEE:
            return self.trainee
        if by not in self.sessions:
            self.sessions[by] = signed_on(self.store, self.clock, by, f"T{by}")
        return self.sessions[by]

    def till(self, by: str = "") -> str:
        """The till of the trainee or of another clerk."""
        return TILLS.get(by or TRAINEE, f"T{by}")


@dataclass(frozen=True)
class Ago:
    """A clock that stands so many days before another."""

    clock: Clock
    days: int

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return self.clock.now() - timedelta(days=self.days)

    def today(self) -> date:
        """The calendar day at the counter."""
        return self.clock.today() - timedelta(days=self.days)


def signed_on(store: Store, clock: Clock, number: str, station: str) -> Session:
    """A session of a clerk of the practice city. Raises `LessonError` when there is none of that number."""
    row = store.row("SELECT id, number, name, initials, role FROM users WHERE number = ?", number)
    if row is None:
        raise LessonError(f"There is no clerk {number} in the practice city.")
    now = store.now()
    with store.writing():
        id = store.insert("sessions", user_id=row[0], station=station, started_at=now, confirmed_at=now)
    return Session(Clerk(*row), station, clock, id, clock.today())


def prepare(scene: Scene, steps: Sequence[Mapping[str, Any]]) -> None:
    """Do the steps in order, and leave nothing waiting for the printer. Raises `LessonError`."""
    for number, said in enumerate(steps, 1):
        step = STEPS.get(str(said.get("do")))
        if step is None:
            raise LessonError(f"start, step {number}: do is one of {', '.join(STEPS)}, not {said.get('do')!r}.")
        try:
            rest = {name: scene.drawn.value(value) for name, value in said.items() if name not in ("do", "as")}
            result = step(scene, **arguments(step, rest))
        except KeyError as error:
            raise LessonError(f"start, step {number} ({said['do']}): {error.args[0]} is missing.") from error
        except (Refused, FormError, LessonError, TypeError, ValueError, AttributeError) as error:
            raise LessonError(f"start, step {number} ({said['do']}): {sentence(error)}") from error
        if "as" in said:
            scene.drawn.values[str(said["as"])] = result
    scene.store.run("UPDATE jobs SET state = 'PRINTED' WHERE state = 'WAITING'")


def open_drawer(scene: Scene, fund: int = 20_000, by: str = "", days_ago: int = 0) -> None:
    """A drawer is open with its change fund (cents), also one left from an earlier day."""
    session = scene.session(by)
    today = session.clock
    session.clock = Ago(scene.clock, days_ago) if days_ago else today
    try:
        drawers.open(scene.store, session, scene.till(by), fund)
    finally:
        session.clock = today


@dataclass(frozen=True)
class Made:
    """A receipt that was posted before the lesson began."""

    number: str
    id: int
    total: Cents

    @property
    def serial(self) -> str:
        """Its number as a clerk types it: the digits behind the year, without zeros."""
        return str(int(self.number.rpartition("-")[2]))


def receipt(
    scene: Scene,
    items: Sequence[Mapping[str, Any]],
    tenders: Sequence[Mapping[str, Any]] = ({"kind": "CA"},),
    by: str = "",
    payer: str = "",
) -> Made:
    """A receipt is posted. An item is a service and its fields as typed; the last tender takes the rest.

    A drawer is opened first for another clerk who has none.
    """
    session = scene.session(by)
    if session.drawer_id is None:
        open_drawer(scene, by=by)
    wanted = [ledger.Item(str(item["service"]), _values(scene, item)) for item in items]
    rest = sum(line.amount_cents for line in ledger.preview(scene.store, session, scene.catalog, wanted))
    paid = []
    for n, said in enumerate(tenders, 1):
        cents = int(said.get("amount", rest)) if n < len(tenders) else rest
        rest -= cents
        detail = dict(said.get("detail", {}))
        paid.append(
            Tender(str(said["kind"]), cents, int(said.get("tendered", cents)), str(said.get("number", "")), detail)
        )
    key = f"lesson:{scene.store.value('SELECT count(*) FROM journal')}"
    made = ledger.post(scene.store, session, scene.catalog, wanted, paid, key, payer=payer)
    _read_again(scene)
    return Made(made.number, made.journal_id, Cents(made.total_cents))


def _values(scene: Scene, item: Mapping[str, Any]) -> dict[str, Any]:
    form = scene.catalog.service(str(item["service"])).form
    texts = {name: str(value) for name, value in item.items() if name != "service"}
    if unknown := sorted(texts.keys() - form.fields.keys()):
        raise LessonError(f"{item['service']} has no field {unknown[0]}. Fields: {', '.join(form.fields)}.")
    return form.clean({**form.opening(), **texts})


def _read_again(scene: Scene) -> None:
    """Accounts change with what is posted; the texts speak of them as they are when the lesson begins."""
    from data.training.numbers_accounts import Account

    for name, value in scene.drawn.values.items():
        if isinstance(value, Account):
            scene.drawn.values[name] = read_account(scene.store, value.id)


def count(scene: Scene, pieces: Any, by: str = "") -> None:
    """A drawer is counted: the pieces of a number of the kind `pieces`."""
    form = COUNT_FORM.clean({name: str(pieces.found.get(name, 0)) for name in COUNT_FORM.fields})
    drawers.count(scene.store, scene.session(by), form)


def close_drawer(scene: Scene, by: str = "", reason: str = "", note: str = "") -> None:
    """A counted drawer is closed."""
    drawers.close(scene.store, scene.session(by), reason, note)


def void(scene: Scene, receipt: Made, reason: str = "Wrong amount", by: str = "") -> None:
    """A receipt of that clerk's drawer is taken back, all of it."""
    corrections.void(scene.store, scene.session(by), scene.catalog, receipt.id, None, reason)
    _read_again(scene)


def drop(scene: Scene, amount: int, bag: str = "7701", by: str = "") -> None:
    """Cash has gone from the drawer to the safe, cents, before supervisor 201."""
    drawers.safe_drop(scene.store, scene.session(by), amount, bag, "201")


def returned_item(scene: Scene, check: str, amount: int, reason: str, payer: str = "") -> str:
    """The bank's notice of a returned item was taken up, with what the rules say; the case's number."""
    notice = returned.Notice(str(check), amount, reason, scene.clock.today(), payer=payer)
    key = f"lesson:{scene.store.value('SELECT count(*) FROM returned_cases')}"
    finance = scene.session("301")
    case = returned.take(scene.store, finance, scene.catalog, notice, returned.Wishes(), key)
    _read_again(scene)
    return case.number


def note(scene: Scene, account: str, text: str, alert: bool = True) -> None:
    """An account has a note."""
    id = scene.store.value("SELECT id FROM accounts WHERE number = ?", account)
    notes.add(scene.store, scene.session("201"), int(id or 0), text, alert=alert)


def setting(scene: Scene, name: str, value: str) -> None:
    """A setting has another value."""
    settings.put(scene.store, None, name, value, scene.clock.today())


def suspended(scene: Scene, kind: str, name: str, payload: Mapping[str, Any]) -> None:
    """The trainee has put work aside: its kind, name and stored content."""
    key = f"lesson:{name}"
    works.save(scene.store, scene.trainee, key, kind, name, dict(payload))
    works.suspend(scene.store, scene.trainee, key, name)


STEPS: dict[str, Callable[..., Any]] = {
    "drawer": open_drawer,
    "receipt": receipt,
    "count": count,
    "close": close_drawer,
    "void": void,
    "drop": drop,
    "returned": returned_item,
    "note": note,
    "setting": setting,
    "suspended": suspended,
    **OFFICE,
    **DESK,
}
"""The steps, by their word in a lesson."""
