"""Goals: what the store must hold when a lesson is done, as declared checks, and that nothing else has changed.

Each `[[goal]]` of a lesson names one function here and gives its arguments. A goal answers with checks: whose it is
(PERSON), how much (MONEY), and the rest (WORK).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from data.money import show_cents
from data.tenders import title
from data.training.attempt import MONEY, PERSON, WORK, Check
from data.training.goals_police import opened
from data.training.goals_work import answer, audit, refused, row, seen, works
from data.training.ground import Document, Ground
from data.training.ground import named as named_table
from data.training.numbers_drawn import LessonError
from data.training.words import arguments, sentence
from data.utility import accounts


def check(ground: Ground, goals: Sequence[Mapping[str, Any]]) -> tuple[Check, ...]:
    """Every check of a lesson's goals, and that nothing else was done. What was not begun is no wrong money or person.

    Raises `LessonError` for a goal that is none.
    """
    ground.claimed = set()
    found = [one for goal in goals for one in _goal(ground, goal)]
    return (*found, *_nothing_else(ground, goals))


def named(ground: Ground, goals: Sequence[Mapping[str, Any]]) -> dict[str, bool]:
    """Whether each goal that has a name is reached; what is thrown into a lesson asks for goals by name."""
    ground.claimed = set()
    reached = [(goal.get("name"), all(one.passed for one in _goal(ground, goal))) for goal in goals]
    return {str(name): passed for name, passed in reached if name}


def _goal(ground: Ground, goal: Mapping[str, Any]) -> list[Check]:
    kind = GOALS.get(str(goal.get("check")))
    if kind is None:
        raise LessonError(f"goal: check is one of {', '.join(GOALS)}, not {goal.get('check')!r}.")
    try:
        said = {name: ground.drawn.value(value) for name, value in goal.items() if name != "check"}
        return list(kind(ground, **arguments(kind, said)))
    except KeyError as error:
        raise LessonError(f"goal {goal['check']}: {error.args[0]} is missing.") from error
    except (LessonError, TypeError, ValueError) as error:
        raise LessonError(f"goal {goal['check']}: {sentence(error)}") from error


def _nothing_else(ground: Ground, goals: Sequence[Mapping[str, Any]]) -> Iterator[Check]:
    """What nobody asked for. A payment or line given up before it was posted (CANCEL) moved nothing and is no fault."""
    extra = [one for one in ground.documents() if one.id not in ground.claimed and one.kind != "CANCEL"]
    said = ", ".join(f"{one.kind} {one.receipt or ''} {show_cents(abs(one.total_cents))}".strip() for one in extra)
    yield Check(MONEY, "Nothing else was posted.", not extra, said)
    asked = {named_table(str(goal.get("table", "")), str(goal.get("store", ""))) for goal in goals}
    asked |= {"drawers"} if any(goal["check"] == "drawer" for goal in goals) else set()
    kinds = {one.kind for one in ground.documents() if one.id in ground.claimed}
    asked |= {"accounts"} if kinds else set()
    asked |= {"contacts", "notes"} if kinds - {"RECEIPT"} else set()
    moved = [table for table in ground.moved() if table not in asked]
    yield Check(WORK, "Nothing else was changed.", not moved, ", ".join(moved))


# what may be asked for


def receipt(
    ground: Ground,
    lines: Sequence[Mapping[str, Any]],
    tenders: Sequence[Mapping[str, Any]] = (),
    payer: str = "",
    language: str = "",
    name: str = "",
) -> Iterator[Check]:
    """One receipt with exactly these lines and, when given, exactly these tenders."""
    if wrong := [one["amount"] for one in (*lines, *tenders) if not isinstance(one["amount"], int)]:
        raise LessonError(f"amount is whole cents, not {wrong[0]!r}.")
    wanted = [_line_said(line) for line in lines]
    total = sum(int(line["amount"]) for line in lines)
    found = ground.free("RECEIPT")
    best = max(found, key=lambda one: _likeness(ground, one, lines, tenders), default=None)
    if best is None:
        yield Check(WORK, f"A receipt for {show_cents(total)} is posted.", False, "no receipt")
        return
    ground.claimed.add(best.id)
    has = _lines(ground, best.id, lines)
    whose = sorted(line[:-1] for line in has) == sorted(_key(line) for line in lines)
    yield Check(PERSON, f"The receipt is for {', '.join(wanted)}.", whose, _said(has))
    right = sorted(has) == sorted((*_key(line), int(line["amount"])) for line in lines)
    yield Check(MONEY, f"The receipt is for {show_cents(total)}.", right, show_cents(best.total_cents))
    if tenders:
        paid = _paid(ground, best.id, tenders)
        expected = sorted(_tender(one) for one in tenders)
        said = ", ".join(_tender_said(*_tender(one)) for one in tenders)
        yield Check(MONEY, f"It is paid by {said}.", paid == expected, ", ".join(_tender_said(*one) for one in paid))
    if payer:
        yield Check(PERSON, f"It says that {payer} paid.", best.payer == payer, best.payer)
    if language:
        wanted_in, was_in = (_LANGUAGES.get(code, code) for code in (language, best.language))
        yield Check(WORK, f"It is printed in {wanted_in}.", best.language == language, was_in)


_LANGUAGES = {"en": "English", "es": "Spanish"}

_Line = tuple[str, str, str, int]


def _key(line: Mapping[str, Any]) -> tuple[str, str, str]:
    return (str(line["service"]), str(line.get("account", line.get("reference", ""))), str(line.get("charge", "")))


def _line_said(line: Mapping[str, Any]) -> str:
    return " ".join(part for part in _key(line) if part)


def _lines(ground: Ground, journal_id: int, wanted: Sequence[Mapping[str, Any]]) -> list[_Line]:
    """A document's lines, with account, reference and charge only where the goal speaks of them."""
    by_account = any("account" in line for line in wanted)
    by_reference = any("reference" in line for line in wanted)
    by_charge = any("charge" in line for line in wanted)
    rows = ground.store.rows(
        "SELECT l.service, COALESCE(a.number, ''), l.reference, l.charge_code, l.amount_cents FROM journal_lines l "
        "LEFT JOIN accounts a ON a.id = l.account_id WHERE l.journal_id = ? ORDER BY l.n",
        journal_id,
    )
    found = []
    for service, number, reference, charge, amount in rows:
        about = number if by_account and number else reference if by_reference else ""
        found.append((str(service), str(about), str(charge) if by_charge else "", int(amount)))
    return found


def _said(lines: Sequence[_Line]) -> str:
    return "; ".join(f"{' '.join(filter(None, line[:-1]))} {show_cents(line[-1])}" for line in lines)


def _tender(one: Mapping[str, Any]) -> tuple[str, int, int, str]:
    return (str(one["kind"]), int(one["amount"]), int(one.get("tendered", 0)), str(one.get("number", "")))


def _tender_said(kind: str, cents: int, handed: int, number: str) -> str:
    """`cash 4.00 of 20.00 handed over`, `check 105.43 1021`."""
    words = f"{title(kind).lower()} {show_cents(cents)} {number}".rstrip()
    return f"{words} of {show_cents(handed)} handed over" if handed else words


def _paid(ground: Ground, journal_id: int, wanted: Sequence[Mapping[str, Any]]) -> list[tuple[str, int, int, str]]:
    """A document's tenders, with what was handed over and its number only where the goal speaks of them."""
    handed = any("tendered" in one for one in wanted)
    numbered = {str(one["kind"]) for one in wanted if "number" in one}
    rows = ground.store.rows(
        "SELECT kind, amount_cents, tendered_cents, number FROM tenders WHERE journal_id = ?", journal_id
    )
    speaks = {str(one["kind"]) for one in wanted if "tendered" in one}
    return sorted(
        (kind, int(amount), int(tendered) if handed and kind in speaks else 0, number if kind in numbered else "")
        for kind, amount, tendered, number in rows
    )


def _likeness(
    ground: Ground, one: Document, lines: Sequence[Mapping[str, Any]], tenders: Sequence[Mapping[str, Any]]
) -> tuple[int, int, int]:
    """How well a document answers a goal; so each of two goals finds its own receipt."""
    has = _lines(ground, one.id, lines)
    whole = sorted(has) == sorted((*_key(line), int(line["amount"])) for line in lines)
    same = len({line[:-1] for line in has} & {_key(line) for line in lines})
    paid = int(bool(tenders) and _paid(ground, one.id, tenders) == sorted(map(_tender, tenders)))
    return (int(whole), same, paid)


def document(
    ground: Ground,
    kind: str,
    total: int | None = None,
    of: str = "",
    reason: str | None = None,
    says: str = "",
    name: str = "",
) -> Iterator[Check]:
    """One document of another kind (VOID, DROP, PAID-OUT, NO-SALE, RETURN, …); `total` in cents whatever its sign.

    `of` is the number of the receipt it points back to, `says` something that its detail holds.
    """
    found = ground.free(kind)
    if not found:
        yield Check(WORK, f"A {kind} is posted.", False, "none")
        return
    right = [one for one in found if total is None or abs(one.total_cents) == total]
    best = (right or found)[0]
    ground.claimed.add(best.id)
    if total is not None:
        yield Check(MONEY, f"The {kind} is for {show_cents(total)}.", bool(right), show_cents(abs(best.total_cents)))
    else:
        yield Check(WORK, f"A {kind} is posted.", True)
    if of:
        origin = ground.store.value("SELECT receipt FROM journal WHERE id = ?", best.origin_id or 0)
        yield Check(PERSON, f"It belongs to receipt {of}.", origin == of, str(origin))
    if reason is not None:
        yield Check(WORK, f"Its reason is {reason}.", best.reason == reason, best.reason)
    if says:
        yield Check(WORK, f"It says {says}.", says in best.detail, best.detail)


def account(
    ground: Ground, account: str, due: int | None = None, credit: int | None = None, name: str = ""
) -> Iterator[Check]:
    """What an account owes, and its credit, in cents."""
    view = accounts.by_number(ground.store, account)
    if view is None:
        raise LessonError(f"There is no account {account}.")
    kind = MONEY if ground.documents() else WORK
    for word, wanted, is_ in (("owes", due, view.due_cents), ("has a credit of", credit, view.credit_cents)):
        if wanted is not None:
            said = f"Account {account} {word} {show_cents(wanted)}."
            yield Check(kind, said, is_ == wanted, show_cents(is_))


def drawer(ground: Ground, state: str, fund: int | None = None, name: str = "") -> Iterator[Check]:
    """The state of the trainee's newest drawer, and its change fund in cents."""
    row = ground.store.row(
        "SELECT state, fund_cents FROM drawers WHERE user_id = ? ORDER BY id DESC LIMIT 1", ground.session.clerk.id
    )
    is_, has = row or ("none", 0)
    for one in ground.documents():
        if one.kind in ("FUND", "CLOSE"):
            ground.claimed.add(one.id)
    yield Check(WORK, f"Your drawer is {state}.", is_ == state, str(is_))
    if fund is not None:
        kind = MONEY if is_ == state else WORK
        yield Check(kind, f"Its change fund is {show_cents(fund)}.", has == fund, show_cents(has))


GOALS: dict[str, Callable[..., Iterator[Check]]] = {
    "receipt": receipt,
    "document": document,
    "account": account,
    "drawer": drawer,
    "row": row,
    "answer": answer,
    "seen": seen,
    "works": works,
    "refused": refused,
    "audit": audit,
    "opened": opened,
}
"""The checks, by their word in a lesson."""
