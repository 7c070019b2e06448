"""The mistakes planted into seeded days: each changes the journal, the money or the count, and names itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from balancing_days import Drawer, Suspect

from data.balancing_day import NoSale, Paid, Taken

Culprits = frozenset[Suspect]
NONE: Culprits = frozenset()


def receipts(drawer: Drawer, *, kinds: str = "CA CK CD MO", exact: bool = False, keyed: bool = False) -> list[Taken]:
    """Receipts that stand, by tender; `exact` without change, `keyed` with a typed amount."""
    return [
        one
        for one in drawer.receipts
        if not one.voided
        and one.paid[0].kind in kinds
        and not (exact and one.paid[0].change_cents)
        and not (keyed and not one.keyed)
    ]


def one_of(drawer: Drawer, found: list[Taken]) -> Taken | None:
    return drawer.random.choice(found) if found else None


def post_as(drawer: Drawer, one: Taken, cents: int, kind: str = "") -> Culprits:
    """The receipt is posted with another amount or tender than was paid."""
    paid = replace(one.paid[0], amount_cents=cents, kind=kind or one.paid[0].kind)
    drawer.receipts[drawer.receipts.index(one)] = replace(one, paid=(paid,))
    return frozenset({("RECEIPT", one.id)})


def transposed(drawer: Drawer, pieces: Counter[str]) -> Culprits:
    """Two neighboring digits change places while the amount is typed."""
    one = one_of(drawer, receipts(drawer, exact=True, keyed=True))
    digits = str(one.total_cents) if one else ""
    places = [at for at in range(len(digits) - 1) if digits[at] != digits[at + 1]]
    if one is None or not places:
        return NONE
    at = drawer.random.choice(places)
    return post_as(drawer, one, int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]))


def slid(drawer: Drawer, pieces: Counter[str]) -> Culprits:
    """A zero too many, or dollars typed without the point."""
    one = one_of(drawer, receipts(drawer, exact=True, keyed=True))
    if one is None:
        return NONE
    shorter = 100 if one.total_cents % 100 == 0 else 10 if one.total_cents % 10 == 0 else 0
    if shorter and drawer.random.random() < 0.5:
        return post_as(drawer, one, one.total_cents // shorter)
    return post_as(drawer, one, one.total_cents * 10)


def same(drawer: Drawer, pieces: Counter[str]) -> Culprits:
    """A payment posted twice, or a check that got lost."""
    random = drawer.random
    if random.random() < 0.6:
        one = one_of(drawer, [one for one in receipts(drawer, kinds="CA CK CD") if one.reference])
        if one is None:
            return NONE
        again = replace(one, id=drawer.id(), number="27-900001", minute=one.minute + random.randint(0, 4))
        again = replace(again, paid=(replace(one.paid[0], change_cents=0),))
        drawer.receipts.append(again)
        return frozenset({("RECEIPT", one.id), ("RECEIPT", again.id)})
    one = one_of(drawer, receipts(drawer, kinds="CK MO"))
    if one is None:
        return NONE
    drawer.take(one.paid[0].kind, -one.total_cents, -1)
    return frozenset({("RECEIPT", one.id)})


def opposite(drawer: Drawer, pieces: Counter[str]) -> Culprits:
    """Cash went out where a receipt says it came in, or came in where a void says it went out."""
    if drawer.voids and drawer.random.random() < 0.5:
        void = drawer.random.choice(drawer.voids)
        drawer.take(void.paid[0].kind, 2 * void.paid[0].amount_cents, 2)
        return frozenset({("VOID", void.id)}) if void.paid[0].kind == "CA" else NONE
    one = one_of(drawer, receipts(drawer, kinds="CA", exact=True))
    if one is None:
        return NONE
    drawer.take("CA", -2 * one.total_cents)
    return frozenset({("RECEIPT", one.id)})


def half(drawer: Drawer, pieces: Counter[str]) -> Culprits:
    """Posted double: a quantity of two for one, or a bill taken twice on one receipt."""
    one = one_of(drawer, receipts(drawer, exact=True))
    if one is None:
        return NONE
    if not one.keyed and one.quantity != 1:
        return NONE
    found = post_as(drawer, one, 2 * one.total_cents)
    at = next(at for at, other in enumerate(drawer.receipts) if other.id == one.id)
    drawer.receipts[at] = replace(drawer.receipts[at], quantity=one.quantity if one.keyed else 2)
    return found


def mixed(drawer: Drawer, pieces: Counter[str]) -> Culprits:
    """Cash posted as check, or the other way; sometimes a card."""
    one = one_of(drawer, receipts(drawer, exact=True, kinds="CA CK"))
    if one is None:
        return NONE
    was = one.paid[0].kind
    other = "CD" if drawer.random.random() < 0.15 else "CK" if was == "CA" else "CA"
    return post_as(drawer, one, one.total_cents, other)


def void_missed(drawer: Drawer, pieces: Counter[str]) -> Culprits:
    """A wrong receipt whose money went back: rung again, or the drawer opened for it, and never voided."""
    random = drawer.random
    one = one_of(drawer, receipts(drawer, kinds="CA CK", keyed=True))
    if one is None:
        return NONE
    drawer.take(one.paid[0].kind, -one.total_cents, -1)
    how, minute = random.random(), one.minute + random.randint(0, 5)
    if how < 0.6:
        cents = random.choice((one.total_cents + 1000, one.total_cents + random.randint(100, 5000)))
        again = replace(one, id=drawer.id(), number="27-900002", minute=minute, paid=(Paid(one.paid[0].kind, cents),))
        drawer.receipts.append(again)
        drawer.take(one.paid[0].kind, cents)
    elif how < 0.9:
        drawer.no_sales.append(NoSale(drawer.id(), minute, "Money back"))
    return frozenset({("RECEIPT", one.id)})


def void_doubled(drawer: Drawer, pieces: Counter[str]) -> Culprits:
    """The money of a void given back twice, or kept."""
    found = [void for void in drawer.voids if void.paid[0].kind in "CA CK"]
    if not found:
        return NONE
    void = drawer.random.choice(found)
    paid = void.paid[0]
    if paid.kind == "CA" and drawer.random.random() < 0.5:
        drawer.take("CA", -paid.amount_cents)
    else:
        drawer.take(paid.kind, paid.amount_cents)
    return frozenset({("VOID", void.id)})


def change(drawer: Drawer, pieces: Counter[str]) -> Culprits:
    """Change given twice, now and then not at all."""
    one = one_of(drawer, [one for one in receipts(drawer, kinds="CA") if one.paid[0].change_cents])
    if one is None:
        return NONE
    cents = one.paid[0].change_cents
    drawer.take("CA", cents if drawer.random.random() < 0.2 else -cents)
    return frozenset({("RECEIPT", one.id)})


def miscounted(drawer: Drawer, pieces: Counter[str]) -> Culprits:
    """A roll or a strap counted twice or not at all."""
    random = drawer.random
    code, number = random.choice((("r25", 1), ("r10", 1), ("r5", 1), ("r1", 1), ("b20", 100), ("b1", 100)))
    pieces[code] += number * random.choice((-1, -1, 1))
    return frozenset({("PIECES", code)})


def paid_out(drawer: Drawer, pieces: Counter[str]) -> Culprits:
    """Stamps bought from the drawer, the slip forgotten."""
    found = NoSale(drawer.id(), drawer.minute - drawer.random.randint(0, 200), "Stamps")
    drawer.no_sales.append(found)
    drawer.take("CA", -drawer.random.randint(300, 6000))
    return frozenset({("NO-SALE", found.id)})


def kept(drawer: Drawer, pieces: Counter[str]) -> Culprits:
    """A payment given up before posting, whose money stayed."""
    if not drawer.given_up:
        return NONE
    one = drawer.random.choice(drawer.given_up)
    drawer.take("CA", one.cents)
    return frozenset({("GIVEN-UP", one.id)})


MISTAKES = {
    "a receipt of that amount": same,
    "twice the amount": opposite,
    "half the amount": half,
    "transposed": transposed,
    "slid": slid,
    "tenders mixed": mixed,
    "a void missed": void_missed,
    "a void doubled": void_doubled,
    "change given twice": change,
    "a strap or roll": miscounted,
    "a paid out not entered": paid_out,
    "given up and kept": kept,
}
"""Every mistake by what it is called."""
