"""A counter at random: drawers open, take money, void, drop, count and close in any order, against a simple model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from conftest import MONDAY, SOAK, postgresql_database, sqlite_url
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from ledger_city import Services, account, cash, check, ship

from data import corrections, denominations, drawers, ledger
from data.clock import FixedClock
from data.ledger import Item
from data.permissions import SUPERVISOR, Refused
from data.session import Clerk, Session
from data.store import Store
from data.tenders import Tender
from data.verify import verify

CENTS = st.integers(1, 20_000)
CREDIT = 30_000


@dataclass
class Till:
    """What the model knows of one clerk's drawer, in cents."""

    session: Session
    till: str
    state: str = "CLOSED"
    cash: int = 0
    checks: int = 0
    net: int = 0
    z: int = 0
    perpetual: int = 0
    lines: dict[int, dict[int, int]] = field(default_factory=dict)
    """Lines not voided by receipt."""
    paid: dict[int, str] = field(default_factory=dict)


def machine(make: Callable[[], Store]) -> type[RuleBasedStateMachine]:
    """A state machine whose every run has a fresh store."""

    class Counter(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.store = make()
            ship(self.store)
            account(self.store, "10004567", credit=CREDIT)
            self.services = Services()
            self.tills = [self.clerk(n) for n in (1, 2)]
            self.receipts = 0
            self.credit = CREDIT
            self.keys: dict[str, tuple[Till, str, int]] = {}
            for which in (0, 1):
                self.open_with(which, 5_000)

        def clerk(self, n: int) -> Till:
            """A supervisor, so that no rule needs an approval."""
            with self.store.writing():
                user = self.store.insert(
                    "users", number=f"20{n}", name=f"Clerk {n}", initials=f"C{n}", role=SUPERVISOR,
                    must_change=0, created_at=self.store.now(),
                )  # fmt: skip
            clock = self.store.clock
            clerk = Clerk(user, f"20{n}", f"Clerk {n}", f"C{n}", SUPERVISOR)
            return Till(Session(clerk, "T1", clock, 1, clock.today()), f"0{n}")

        def teardown(self) -> None:
            self.store.close()

        @rule(which=st.integers(0, 1), fund=st.integers(0, 20_000))
        def open(self, which: int, fund: int) -> None:
            self.open_with(which, fund)

        def open_with(self, which: int, fund: int) -> None:
            till = self.tills[which]
            if till.state != "CLOSED":
                with pytest.raises(Refused):
                    drawers.open(self.store, till.session, till.till, fund)
                return
            drawers.open(self.store, till.session, till.till, fund)
            till.state, till.cash, till.checks, till.net = "OPEN", fund, 0, 0

        @rule(which=st.integers(0, 1), amounts=st.lists(CENTS, min_size=1, max_size=4), extra=st.integers(0, 5_000))
        def pay_cash(self, which: int, amounts: list[int], extra: int) -> None:
            total = sum(amounts)
            till = self.tills[which]
            if self.post(till, amounts, [Tender("CA", total, total + extra)], "CA"):
                till.cash += total

        @rule(which=st.integers(0, 1), amount=CENTS)
        def pay_check(self, which: int, amount: int) -> None:
            till = self.tills[which]
            if self.post(till, [amount], [check(amount)], "CK"):
                till.checks += amount

        @rule(which=st.integers(0, 1), amount=CENTS)
        def pay_by_credit(self, which: int, amount: int) -> None:
            till = self.tills[which]
            before = self.receipts
            try:
                posted = self.post(till, [amount], [Tender("CR", amount, amount, "10004567")], "CR")
            except Refused:
                assert amount > self.credit
                assert self.receipts == before
                return
            if posted:
                self.credit -= amount

        def post(self, till: Till, amounts: list[int], paid: list[Tender], kind: str) -> bool:
            items = [Item("TS", {"amount": cents}) for cents in amounts]
            key = uuid4().hex
            if till.state != "OPEN":
                with pytest.raises(Refused):
                    ledger.post(self.store, till.session, self.services, items, paid, key)
                return False
            receipt = ledger.post(self.store, till.session, self.services, items, paid, key)
            self.receipts += 1
            assert receipt.number == f"27-{self.receipts:06d}"
            till.lines[receipt.journal_id] = dict(enumerate(amounts, 1))
            till.paid[receipt.journal_id] = kind
            till.net += sum(amounts)
            self.keys[key] = (till, receipt.number, receipt.total_cents)
            return True

        @precondition(lambda self: self.keys)
        @rule(data=st.data())
        def repeat(self, data: st.DataObject) -> None:
            key = data.draw(st.sampled_from(sorted(self.keys)))
            till, number, total = self.keys[key]
            again = ledger.post(
                self.store, till.session, self.services, [Item("TS", {"amount": total})], [cash(total)], key
            )
            assert (again.number, again.total_cents, again.repeated) == (number, total, True)

        @precondition(lambda self: any(lines for till in self.tills for lines in till.lines.values()))
        @rule(data=st.data())
        def void(self, data: st.DataObject) -> None:
            till = data.draw(st.sampled_from([one for one in self.tills if any(one.lines.values())]))
            left = {journal: lines for journal, lines in till.lines.items() if lines}
            journal = data.draw(st.sampled_from(sorted(left)))
            numbers = data.draw(st.lists(st.sampled_from(sorted(left[journal])), min_size=1, unique=True))
            cents = sum(left[journal][n] for n in numbers)
            kind = till.paid[journal]
            call = (self.store, till.session, self.services, journal, numbers, "Wrong")
            if till.state != "OPEN" or (kind == "CA" and cents > till.cash):
                with pytest.raises(Refused):
                    corrections.void(*call)
                return
            corrections.void(*call)
            for n in numbers:
                del till.lines[journal][n]
            till.net -= cents
            till.cash -= cents if kind == "CA" else 0
            till.checks -= cents if kind == "CK" else 0
            self.credit += cents if kind == "CR" else 0

        @rule(which=st.integers(0, 1), amount=st.integers(1, 15_000), drop=st.booleans())
        def take_out(self, which: int, amount: int, drop: bool) -> None:
            till = self.tills[which]

            def call() -> object:
                if drop:
                    return drawers.safe_drop(self.store, till.session, amount, "B", "999")
                return drawers.paid_out(self.store, till.session, amount, "Shop", "Things")

            if till.state != "OPEN" or amount > till.cash:
                with pytest.raises(Refused):
                    call()
                return
            call()
            till.cash -= amount

        @rule(which=st.integers(0, 1))
        def unusual(self, which: int) -> None:
            till = self.tills[which]
            if till.state == "OPEN":
                corrections.no_sale(self.store, till.session, "Change")
                corrections.cancelled(self.store, till.session, 100, 1, uuid4().hex)
            for journal in sorted(till.lines)[:1]:
                corrections.reprint(self.store, till.session, journal)

        @precondition(lambda self: self.receipts > 5)
        @rule(which=st.integers(0, 1), off=st.sampled_from([0, 0, 1, -1]))
        def count(self, which: int, off: int) -> None:
            till = self.tills[which]
            values = {**denominations.break_down(max(0, till.cash + off)), "CK_total": till.checks}
            if till.state not in ("OPEN", "SHORT"):
                with pytest.raises(Refused):
                    (drawers.recount if till.state == "RECOUNT" else drawers.count)(self.store, till.session, values)
                return
            again = till.state == "SHORT"
            result = (drawers.recount if again else drawers.count)(self.store, till.session, values)
            assert result.expected == {"CA": till.cash, "CK": till.checks, "CD": 0, "MO": 0, "CC": 0}
            assert result.variance_cents == abs(max(0, till.cash + off) - till.cash)
            till.state = "RECOUNT" if again or not result.variance else "SHORT"

        @rule(which=st.integers(0, 1))
        def close(self, which: int) -> None:
            till = self.tills[which]
            if till.state not in ("SHORT", "RECOUNT"):
                with pytest.raises(Refused):
                    drawers.close(self.store, till.session, "UNKNOWN")
                return
            z = drawers.close(self.store, till.session, "UNKNOWN")
            till.z += 1
            till.perpetual += till.net
            assert (z.z_number, z.perpetual_cents, z.figures.net_cents) == (till.z, till.perpetual, till.net)
            till.state = "CLOSED"
            till.lines.clear()

        @invariant()
        def drawers_hold_what_the_model_says(self) -> None:
            for till in self.tills:
                if till.state == "OPEN":
                    found = drawers.expected(self.store, till.session.drawer_id or 0)
                    assert (found["CA"], found["CK"]) == (till.cash, till.checks)
                    assert till.cash >= 0

        @invariant()
        def the_books_are_right(self) -> None:
            findings = verify(self.store)
            assert findings.ok, findings.lines()
            assert self.store.value("SELECT credit_cents FROM accounts") == self.credit

    return Counter


def test_a_counter_at_random_on_sqlite(run_folder: Path, tmp_path: Path) -> None:
    def make() -> Store:
        return Store(sqlite_url(run_folder, tmp_path / f"{uuid4().hex}.db"), FixedClock(MONDAY)).open()

    play(make, 400 if SOAK else 20)


def test_a_counter_at_random_on_postgresql(request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue("postgresql_server")

    def make() -> Store:
        return Store(postgresql_database(server, f"test_{uuid4().hex}"), FixedClock(MONDAY)).open()

    play(make, 40 if SOAK else 4)


def play(make: Callable[[], Store], examples: int) -> None:
    """Run the machine, always the same way unless it is the long campaign."""
    run_state_machine_as_test(
        machine(make),
        settings=settings(
            max_examples=examples,
            stateful_step_count=60,
            deadline=None,
            database=None,
            derandomize=not SOAK,
            suppress_health_check=list(HealthCheck),
        ),
    )
