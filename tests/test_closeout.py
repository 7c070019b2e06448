"""After the close: verification by another person, and surprise counts, on both stores."""

from __future__ import annotations

from datetime import date

import pytest
from closing_city import close_drawer, day_at_till, ship_all
from ledger_city import cash, open_drawer, pay

from data import closeout, denominations, drawers, settings
from data.permissions import AUDITOR, CSR1, CSR2, SUPERVISOR, Refused
from data.session import Session
from data.store import Store
from data.verify import verify


@pytest.fixture
def shipped(store: Store) -> Store:
    """The shipped rows and nobody's data."""
    ship_all(store)
    return store


def test_a_closed_drawer_waits_for_another_person(shipped: Store, session: Session, session_of) -> None:
    drawer_id = day_at_till(shipped, session)
    (waiting,) = closeout.to_verify(shipped)
    assert (waiting.id, waiting.state, waiting.cash_cents, waiting.drops_cents, waiting.paper_cents) == (
        drawer_id, "CLOSED", 1000, 1500, 2500,
    )  # fmt: skip
    assert waiting.deposit_cents == 5000
    found = closeout.verify(shipped, session_of(SUPERVISOR, name="Sam Vega"), drawer_id, "Seen")
    assert (found.state, found.verified_by, found.note) == ("VERIFIED", "SV", "Seen")
    assert closeout.to_verify(shipped) == []
    with pytest.raises(Refused, match="only a CLOSED one"):
        closeout.verify(shipped, session_of(SUPERVISOR), drawer_id)
    assert verify(shipped).ok


def test_nobody_verifies_what_they_kept_or_closed(shipped: Store, session_of) -> None:
    own = session_of(SUPERVISOR)
    mine = day_at_till(shipped, own)
    with pytest.raises(Refused, match="somebody else"):
        closeout.verify(shipped, own, mine)
    with pytest.raises(Refused, match="may not verify"):
        closeout.verify(shipped, session_of(CSR2), mine)
    clerk, boss = session_of(CSR2), session_of(SUPERVISOR)
    open_drawer(shipped, clerk, "02")
    drawer_id = clerk.drawer_id or 0
    drawers.count(shipped, boss, denominations.break_down(10_000), drawer_id)
    drawers.close(shipped, boss, drawer_id=drawer_id)
    with pytest.raises(Refused, match="somebody else"):
        closeout.verify(shipped, boss, drawer_id)
    assert closeout.verify(shipped, own, drawer_id).state == "VERIFIED"


@pytest.mark.parametrize(("rule", "balanced", "off"), [
    ("always", "CLOSED", "CLOSED"), ("never", "VERIFIED", "VERIFIED"), ("variance", "VERIFIED", "CLOSED"),
])  # fmt: skip
def test_the_setting_says_which_drawers_are_verified(
    shipped: Store, session_of, rule: str, balanced: str, off: str
) -> None:
    settings.put(shipped, None, "drawer.verify", rule, date(2026, 7, 1))
    for till, difference, state in (("01", 0, balanced), ("02", 100, off)):
        clerk = session_of(CSR2)
        open_drawer(shipped, clerk, till)
        pay(shipped, clerk, cash(700))
        assert closeout.closed_drawer(shipped, close_drawer(shipped, clerk, difference)).state == state
    assert verify(shipped).ok


def test_a_surprise_count_leaves_the_drawer_as_it_was(shipped: Store, session: Session, session_of) -> None:
    open_drawer(shipped, session)
    pay(shipped, session, cash(700))
    assert closeout.open_drawers(shipped, session) == [], "one's own drawer is not offered"
    boss = session_of(SUPERVISOR, name="Sam Vega")
    (found,) = closeout.open_drawers(shipped, boss)
    result = closeout.surprise_count(shipped, boss, found.drawer.id, denominations.break_down(10_600), "Monthly")
    assert result.variance == {"CA": -100}
    assert drawers.get(shipped, found.drawer.id).state == "OPEN"
    pay(shipped, session, cash(100))
    (kept,) = closeout.surprise_counts(shipped, date(2026, 1, 1), date(2026, 7, 6))
    assert (kept.till, kept.counted_by, kept.variance, kept.note) == ("01", "SV", {"CA": -100}, "Monthly")
    assert shipped.value("SELECT count(*) FROM jobs WHERE title = 'Surprise count till 01'") == 1
    close_drawer(shipped, session)
    with pytest.raises(Refused, match="only an OPEN one"):
        closeout.surprise_count(shipped, boss, found.drawer.id, {})


def test_a_surprise_count_is_made_by_somebody_with_authority(shipped: Store, session: Session, session_of) -> None:
    drawer_id = open_drawer(shipped, session)
    with pytest.raises(Refused, match="own drawer"):
        closeout.surprise_count(shipped, session, drawer_id, {})
    for role in (CSR1, AUDITOR):
        with pytest.raises(Refused, match="may not count"):
            closeout.surprise_count(shipped, session_of(role), drawer_id, {})
    assert shipped.value("SELECT count(*) FROM drawer_audits") == 0
