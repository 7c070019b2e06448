"""The numbers of a lesson: what `[numbers]` declares, drawn for one seed from the practice city.

    account = {kind = "account", which = "open bill"}
    handed = {kind = "cash", covers = "account.due", step = 2000}
    check = {kind = "number", from = 1001, to = 9899}

In a lesson's texts `{account.due}` is the amount as people read it (172.80), `{account.due:keys}` the digits a clerk
types (17280). The same seed on the same city gives the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from string import Formatter
from typing import TYPE_CHECKING, Any

from data import settings
from data.denominations import ALL, BILLS, COINS, COUNT_FORM, PAPER, ROLLS, break_down
from data.money import show_cents
from data.sample.people import person, phone
from data.scanline import Stub, scan_line
from data.utility import accounts

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.store import Store


class LessonError(ValueError):
    """A lesson that cannot be; the message is a sentence for whoever writes it."""


class Cents(int):
    """An amount in cents: `172.80` in a text, `17280` with the format `keys`."""

    def __format__(self, spec: str) -> str:
        return str(int(self)) if spec == "keys" else format(show_cents(int(self)), spec)


class Day(date):
    """A day: `07/06/2026` in a text, `070626` with the format `keys`."""

    def __format__(self, spec: str) -> str:
        return f"{self:%m%d%y}" if spec == "keys" else super().__format__(spec or "%m/%d/%Y")


@dataclass(frozen=True)
class Account:
    """A water account of the practice city, as a lesson may speak of it."""

    id: int
    number: str
    name: str
    street: str
    phone: str
    due: Cents
    past_due: Cents
    credit: Cents
    deposit_due: Cents
    stub: str
    """What a scanner reads from its bill."""

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1]


@dataclass(frozen=True)
class Person:
    """Somebody invented."""

    name: str
    phone: str

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.split()[-1]


@dataclass(frozen=True)
class Pieces:
    """Cash as it lies in a drawer, and the papers with it."""

    cents: Cents
    found: Mapping[str, int]

    @property
    def keys(self) -> str:
        """The keys of the count form, Enter after each field."""
        return "".join(f"{self.found.get(name, 0)}<enter>" for name in COUNT_FORM.fields)

    @property
    def cash_keys(self) -> str:
        """The keys of its bills and coins alone, as a deposit asks them."""
        return "".join(f"{self.found.get(one.code, 0)}<enter>" for one in (*BILLS, *COINS, *ROLLS))

    @property
    def said(self) -> str:
        """The pieces in words: `4 $20 bills, 3 Quarters`."""
        named = [f"{self.found[one.code]} {one.title}" for one in ALL if self.found.get(one.code)]
        named += [
            f"{self.found[f'{kind}_count']} {COUNT_FORM.fields[f'{kind}_count'].label.lower()} of "
            f"{show_cents(self.found[f'{kind}_total'])}"
            for kind in PAPER
            if self.found.get(f"{kind}_count")
        ]
        return ", ".join(named)


@dataclass
class Drawn:
    """What has been drawn so far for one seed, by name."""

    store: Store
    random: Random
    today: date
    values: dict[str, Any] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    """Ids of the accounts that have been given out."""
    police: PoliceStore | None = None
    """The practice police store, in a lesson that asks for it."""
    people: set[int] = field(default_factory=set)
    """Ids of the persons on file that have been given out."""

    def at(self, path: str) -> Any:
        """The value of a dotted name. Raises `LessonError`."""
        first, *rest = str(path).split(".")
        if first not in self.values:
            raise LessonError(f"There is no number {first}. Known: {', '.join(self.values) or 'none'}.")
        found = self.values[first]
        for name in rest:
            if name.startswith("_") or not hasattr(found, name):
                raise LessonError(f"{path}: a {type(found).__name__} has no {name}.")
            found = getattr(found, name)
        return found

    def text(self, template: str) -> str:
        """A text with its `{…}` filled in. Raises `LessonError`."""
        out = []
        for plain, path, spec, _ in Formatter().parse(template):
            out.append(plain if path is None else plain + format(self.at(path), spec or ""))
        return "".join(out)

    def value(self, declared: Any) -> Any:
        """A declared value: a text that is one `{name}` is that value itself, others are filled in."""
        if isinstance(declared, str):
            whole = declared.startswith("{") and declared.endswith("}") and declared.count("{") == 1
            return self.at(declared[1:-1]) if whole and ":" not in declared else self.text(declared)
        if isinstance(declared, Mapping):
            return {name: self.value(one) for name, one in declared.items()}
        return [self.value(one) for one in declared] if isinstance(declared, list) else declared

    def cents(self, declared: Any) -> Cents:
        """A declared amount in cents: digits, `{name}` or a dotted name. Raises `LessonError`."""
        found = self.at(declared) if isinstance(declared, str) and "{" not in declared else self.value(declared)
        if not isinstance(found, int):
            raise LessonError(f"{declared!r} is no amount in cents.")
        return Cents(found)


_OPEN = "a.id IN (SELECT account_id FROM bill_lines WHERE open_cents > 0)"
_BILLS = (
    "a.id IN (SELECT account_id FROM bill_lines WHERE open_cents > 0 GROUP BY account_id "
    "HAVING count(DISTINCT bill_id) {})"
)
_QUIET = (
    "a.status = 'ACTIVE' AND a.cash_only = 0 AND a.no_checks = 0 AND a.credit_cents = 0 AND c.confidential = 0 "
    "AND c.bankruptcy = 0 AND c.bad_address = 0 AND a.shutoff_on IS NULL AND length(c.name) < 30 "
    "AND a.id NOT IN (SELECT account_id FROM deposits WHERE state IN ('REQUIRED', 'BILLED'))"
)
WHICH: dict[str, str] = {
    "open bill": f"{_QUIET} AND {_BILLS.format('= 1')}",
    "two bills": f"{_QUIET} AND {_BILLS.format('>= 2')}",
    "nothing due": f"{_QUIET} AND NOT {_OPEN}",
    "cash only": f"a.status = 'ACTIVE' AND a.cash_only = 1 AND {_OPEN}",
    "no checks": f"a.status = 'ACTIVE' AND a.no_checks = 1 AND {_OPEN}",
    "credit": "a.status = 'ACTIVE' AND a.credit_cents > 0",
    "shutoff": f"a.status = 'ACTIVE' AND a.shutoff_on IS NOT NULL AND {_OPEN}",
    "bad address": "c.bad_address = 1",
    "closed": "a.status = 'CLOSED'",
}
"""Which accounts a lesson may ask for, as a condition on accounts `a` and customers `c`."""


def account(drawn: Drawn, which: str = "open bill") -> Account:
    """An account of a kind that this lesson has not used yet. Raises `LessonError` when there is none."""
    if which not in WHICH:
        raise LessonError(f"Accounts are one of {', '.join(WHICH)}, not {which!r}.")
    rows = drawn.store.rows(
        f"SELECT a.id FROM accounts a JOIN customers c ON c.id = a.customer_id WHERE {WHICH[which]} ORDER BY a.id"
    )
    free = [id for (id,) in rows if id not in drawn.used]
    if not free:
        raise LessonError(f"The practice city has no account of the kind {which!r} left.")
    found = read_account(drawn.store, drawn.random.choice(free))
    drawn.used.add(found.id)
    return found


def read_account(store: Store, account_id: int) -> Account:
    """An account as it is now."""
    view = accounts.by_id(store, account_id)
    if view is None:
        raise LessonError(f"There is no account with the id {account_id}.")
    due = Cents(view.due_cents)
    stub = scan_line(Stub(view.number, store.clock.today(), "0001", view.due_cents, view.due_cents))
    past_due, credit, deposit = Cents(view.past_due_cents), Cents(view.credit_cents), Cents(view.deposit_due_cents)
    return Account(
        view.id, view.number, view.name, view.service_address, view.phone, due, past_due, credit, deposit, stub
    )


def number(drawn: Drawn, **said: Any) -> int:
    """A whole number from `from` to `to`."""
    return drawn.random.randint(said["from"], said["to"])


def cents(drawn: Drawn, step: int = 1, **said: Any) -> Cents:
    """An amount from `from` to `to` cents in steps."""
    return Cents(drawn.random.randrange(said["from"], said["to"] + 1, step))


def cash(drawn: Drawn, covers: str, step: int = 2000) -> Cents:
    """What is handed over: the next multiple of `step` cents above an amount."""
    due = drawn.cents(covers)
    return Cents((due // step + 1) * step)


def total(drawn: Drawn, of: list[str]) -> Cents:
    """Amounts added; a minus before a name takes it off."""
    return Cents(sum(-drawn.cents(one[1:]) if one.startswith("-") else drawn.cents(one) for one in of))


def times(drawn: Drawn, of: str, by: str) -> Cents:
    """An amount so many times."""
    return Cents(drawn.cents(of) * int(drawn.at(by)))


def price(drawn: Drawn, code: str) -> Cents:
    """What a bus pass or a charge with a fixed amount costs. Raises `LessonError` when there is none of that code."""
    for sql in (
        "SELECT price_cents FROM pass_products WHERE code = ?",
        "SELECT amount_cents FROM charge_codes WHERE code = ?",
    ):
        found = drawn.store.value(sql, code)
        if found is not None:
            return Cents(found)
    raise LessonError(f"Nothing with the code {code} has a price.")


def part(drawn: Drawn, of: str, percent: int, step: int = 500) -> Cents:
    """So many percent of an amount, down to a multiple of `step` cents and at least one step."""
    return Cents(max(step, drawn.cents(of) * percent // 100 // step * step))


def somebody(drawn: Drawn) -> Person:
    """An invented person with a phone."""
    return Person(person(drawn.random).name, phone(drawn.random))


def choice(drawn: Drawn, of: list[Any]) -> Any:
    """One of several."""
    return drawn.random.choice(of)


def text(drawn: Drawn, **said: str) -> str:
    """A text made of numbers drawn before it: `as = "P-{n}"`."""
    return drawn.text(said["as"])


def misread(drawn: Drawn, of: str) -> str:
    """An account number with two neighboring digits that have changed places; there is no such account.

    Raises `LessonError` when every such number is an account.
    """
    right = str(drawn.at(of))
    swapped = [right[:at] + right[at + 1] + right[at] + right[at + 2 :] for at in range(4, len(right) - 1)]
    for wrong in drawn.random.sample(swapped, len(swapped)):
        if wrong != right and accounts.by_number(drawn.store, wrong) is None:
            return wrong
    raise LessonError(f"{of}: {right} cannot be misread.")


def setting(drawn: Drawn, name: str) -> Cents:
    """What a dated setting of the practice city says today, in cents."""
    return Cents(settings.number(drawn.store, name, drawn.today))


def day(drawn: Drawn, days: int) -> Day:
    """So many days after today."""
    then = drawn.today + timedelta(days=days)
    return Day(then.year, then.month, then.day)


def pieces(drawn: Drawn, of: str, **papers: Any) -> Pieces:
    """The fewest bills and coins that make an amount; papers as `CK = [pieces, total]`."""
    found = break_down(drawn.cents(of))
    for kind, (count, amount) in papers.items():
        found |= {f"{kind}_count": int(drawn.value(count)), f"{kind}_total": int(drawn.cents(amount))}
    return Pieces(drawn.cents(of), found)


KINDS: dict[str, Callable[..., Any]] = {
    "account": account,
    "number": number,
    "cents": cents,
    "cash": cash,
    "sum": total,
    "times": times,
    "price": price,
    "part": part,
    "person": somebody,
    "choice": choice,
    "text": text,
    "misread": misread,
    "setting": setting,
    "day": day,
    "pieces": pieces,
}
"""The kinds of numbers, by their word in a lesson."""


def draw(
    drawn: Drawn, declared: Mapping[str, Mapping[str, Any]], more: Mapping[str, Callable[..., Any]] | None = None
) -> None:
    """Draw numbers in the order declared; one may speak of those before it. `more`: kinds besides `KINDS`.

    Raises `LessonError`.
    """
    kinds = {**KINDS, **(more or {})}
    for name, said in declared.items():
        rest = {key: value for key, value in said.items() if key != "kind"}
        kind = kinds.get(str(said.get("kind")))
        if kind is None:
            raise LessonError(f"{name}: a number's kind is one of {', '.join(kinds)}, not {said.get('kind')!r}.")
        try:
            drawn.values[name] = kind(drawn, **rest)
        except (TypeError, KeyError) as error:
            raise LessonError(f"{name}: {said['kind']} cannot be drawn so: {error}.") from error
