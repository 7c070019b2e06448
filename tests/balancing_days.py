"""Seeded days of a counter with one mistake each: the money and the journal are simulated apart, then compared.

A plan of what customers wanted is made first; a mistake changes what is posted, what is put into the drawer, or what is
counted. The difference follows from that and is never written down by the mistake itself.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from data.balancing_day import CashOut, Day, GivenUp, NoSale, Paid, Taken, TakenBack
from data.denominations import BILLS, COINS, ROLLS
from data.tenders import COUNTED

Suspect = tuple[str, int | str]
PRICES = (500, 2400, 7200, 3500, 1000, 2500, 600, 15600, 1750, 6500)
"""Passes, photographs, copies, passports, fees: fixed prices."""
WORTH = {one.code: one.cents for one in (*BILLS, *COINS, *ROLLS)}


@dataclass
class Planted:
    """A day, what was done wrong in it, and which suspects are the culprit."""

    day: Day
    mistake: str
    culprits: frozenset[Suspect]


@dataclass
class Drawer:
    """What is posted and what is really in the drawer while a day goes on; cents."""

    random: Random
    receipts: list[Taken] = field(default_factory=list)
    voids: list[TakenBack] = field(default_factory=list)
    given_up: list[GivenUp] = field(default_factory=list)
    no_sales: list[NoSale] = field(default_factory=list)
    cash_out: list[CashOut] = field(default_factory=list)
    money: Counter[str] = field(default_factory=lambda: Counter({"CA": 20_000}))
    papers: Counter[str] = field(default_factory=Counter)
    minute: int = 0
    last: int = 0

    def id(self) -> int:
        """The next journal row."""
        self.last += 1
        return self.last

    def take(self, kind: str, cents: int, pieces: int = 1) -> None:
        """Money really goes in (or out, negative)."""
        self.money[kind] += cents
        self.papers[kind] += pieces if kind != "CA" else 0

    def back(self, one: Taken) -> TakenBack:
        """Void a receipt and give its money back."""
        at = self.receipts.index(one)
        self.receipts[at] = replace(one, voided=True)
        void = TakenBack(self.id(), one.number, self.minute, tuple(replace(p, change_cents=0) for p in one.paid))
        self.voids.append(void)
        for paid in one.paid:
            self.take(paid.kind, -paid.amount_cents, -1)
        return void

    def expected(self) -> Counter[str]:
        """What the journal says is in the drawer."""
        found = Counter({"CA": 20_000 - sum(one.cents for one in self.cash_out)})
        for one in self.receipts:
            found.update({paid.kind: paid.amount_cents for paid in one.paid})
        for void in self.voids:
            found.subtract({paid.kind: paid.amount_cents for paid in void.paid})
        return found


def customer(drawer: Drawer, number: int) -> Taken:
    """What one customer wants to pay, and how: nothing is posted or taken yet."""
    random = drawer.random
    drawer.minute += random.randint(1, 9)
    if random.random() < 0.7:
        amount, asked = water(random)
        reference, keyed, quantity = f"{random.randint(10_000_000, 10_040_000)}", True, 1
        kind = random.choices(("CA", "CK", "CD", "MO"), (45, 30, 20, 5))[0]
    elif random.random() < 0.4:
        amount = random.choice((4300, 5800, 7300, 34300)) if random.random() < 0.5 else random.randint(30, 400) * 100
        asked, reference, keyed, quantity = frozenset(), f"C{random.randint(100000, 999999)}", True, 1
        kind = random.choices(("CA", "CK", "CD"), (50, 15, 35))[0]
    else:
        quantity = random.choices((1, 2, 3), (75, 20, 5))[0]
        amount, asked, reference, keyed = random.choice(PRICES) * quantity, frozenset(), "", False
        kind = random.choices(("CA", "CK", "CD"), (55, 10, 35))[0]
    change = cash_change(random, amount) if kind == "CA" else 0
    paid = Paid(kind, amount, change, "" if kind == "CA" else str(random.randint(1001, 9999)))
    return Taken(drawer.id(), f"27-{number:06d}", drawer.minute, (paid,), asked, reference, quantity, keyed)


def water(random: Random) -> tuple[int, frozenset[int]]:
    """A water payment in cents and the totals that were asked for: most pay in full, some a round part."""
    bill = round(math.exp(random.gauss(9.6, 0.5)))
    asked, roll = {bill}, random.random()
    if random.random() < 0.15:
        older = round(math.exp(random.gauss(9.6, 0.5)))
        asked |= {older, bill + older}
        bill = bill + older if roll < 0.6 else older
    if roll < 0.82:
        return bill, frozenset(asked)
    if roll < 0.95:
        return random.choice((2000, 4000, 5000, 6000, 10000, 15000, 20000)), frozenset(asked)
    return random.randint(2000, 30000), frozenset(asked)


def cash_change(random: Random, amount: int) -> int:
    """The change on an amount: exact, from the next dollar, or from bills."""
    step = random.choices((0, 100, 500, 1000, 2000, 10000), (30, 8, 12, 10, 35, 5))[0]
    return -amount % step if step else 0


def plan(random: Random) -> Drawer:
    """A day without a mistake, all of it posted and all money where it belongs."""
    drawer = Drawer(random)
    for number in range(1, random.randint(40, 120) + 1):
        one = customer(drawer, number)
        drawer.receipts.append(one)
        drawer.take(one.paid[0].kind, one.total_cents)
        happens(drawer, one)
    return drawer


def happens(drawer: Drawer, one: Taken) -> None:
    """What else goes on at a counter, done right."""
    random = drawer.random
    if random.random() < 0.02 and not one.paid[0].change_cents:
        drawer.back(one)
    if random.random() < 0.02:
        drawer.given_up.append(GivenUp(drawer.id(), drawer.minute, water(random)[0]))
    if random.random() < 0.008:
        drawer.no_sales.append(NoSale(drawer.id(), drawer.minute, "Change for a customer"))
    if random.random() < 0.01 and drawer.money["CA"] > 100_000:
        cash_leaves(drawer, "DROP", 10_000 * random.randint(2, 8))
    if random.random() < 0.008:
        cash_leaves(drawer, "PAID-OUT", random.randint(300, 6000))


def cash_leaves(drawer: Drawer, kind: str, cents: int) -> None:
    """Cash goes out with its document."""
    drawer.cash_out.append(CashOut(drawer.id(), kind, drawer.minute, cents))
    drawer.money["CA"] -= cents


def count(drawer: Drawer) -> Counter[str]:
    """Count what is really in the drawer: some rolls and small bills, the rest in the fewest pieces."""
    random, left = drawer.random, drawer.money["CA"]
    pieces: Counter[str] = Counter()
    wanted = [(code, random.randint(0, 3)) for code in ("r25", "r10", "r5", "r1")]
    wanted += [("b1", random.choice((20, 35, 60, 110, 130))), ("b5", random.randint(5, 40)), ("c25", 7), ("c10", 9)]
    if random.random() < 0.4:
        wanted.insert(0, ("b20", random.randint(100, 160)))
    for code, number in wanted:
        number = min(number, left // 3 // WORTH[code]) if code != "b20" else min(number, left // WORTH[code])
        pieces[code] += number
        left -= number * WORTH[code]
    for one in (*BILLS, *COINS):
        if one.code not in ("b2", "c100", "c50"):
            pieces[one.code] += left // one.cents
            left %= one.cents
    for kind in COUNTED[1:]:
        pieces[f"{kind}_count"] = drawer.papers[kind]
    return +pieces


def counted_day(drawer: Drawer, pieces: Counter[str]) -> Day:
    """The day as it is known after the count."""
    expected, found = drawer.expected(), Counter({k: drawer.money[k] for k in COUNTED[1:]})
    found["CA"] = sum(number * WORTH[code] for code, number in pieces.items() if code in WORTH)
    variance = {kind: found[kind] - expected[kind] for kind in COUNTED if found[kind] != expected[kind]}
    parts = (drawer.receipts, drawer.voids, drawer.given_up, drawer.no_sales, drawer.cash_out)
    receipts, voids, given_up, no_sales, cash_out = (tuple(part) for part in parts)
    return Day(variance, receipts, voids, given_up, no_sales, cash_out, pieces)  # type: ignore[arg-type]


def clean_day(seed: int) -> Day:
    """A day on which everybody did everything right."""
    drawer = plan(Random(seed))
    return counted_day(drawer, count(drawer))


def planted_day(seed: int, mistakes: dict[str, Callable[[Drawer, Counter[str]], frozenset[Suspect]]]) -> Planted:
    """A day with one mistake; the mistakes take turns by the seed."""
    mistake = list(mistakes)[seed % len(mistakes)]
    for attempt in range(100):
        drawer = plan(Random(f"{seed}.{attempt}"))
        pieces: Counter[str] = Counter()
        culprits = mistakes[mistake](drawer, pieces)
        if not culprits:
            continue
        counted = count(drawer)
        counted.update(pieces)
        if min(counted.values()) >= 0 and (day := counted_day(drawer, counted)).variance:
            return Planted(day, mistake, culprits)
    raise AssertionError(f"no day could be made for {mistake}")
