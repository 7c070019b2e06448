"""What a role may do alone, up to its limit, or with another person's approval."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import SessionOf

from data import authority, users
from data.passwords import Argon2
from data.permissions import Refused
from data.sample import rows_authority
from data.session import Approval, Session
from data.store import Store

GOOD = "river stone 9"


def _approval(store: Store, session: Session, hasher: Argon2, action: str, cents: int) -> Approval:
    if not store.value("SELECT 1 FROM users WHERE number = '201'"):
        users.add(store, None, "201", "Lee Chan", "SUPERVISOR", GOOD, must_change=False, hasher=hasher)
    return users.approve(store, session, "201", GOOD, action, cents, "customer erred", hasher=hasher)


@pytest.mark.parametrize(
    ("role", "action", "cents", "sentence", "approval"),
    [
        ("CSR1", "void.receipt", 100, "needs approval to void your own receipt", "void.receipt"),
        ("CSR2", "void.receipt", 100_00, "", ""),
        ("CSR2", "void.receipt", -100_00, "", ""),
        ("CSR2", "void.receipt", 100_01, "up to 100.00; 100.01 needs approval", "void.receipt"),
        ("CSR1", "void.prior_day", 100, "A CSR I may not void a receipt of an earlier day", ""),
        ("CSR1", "drawer.variance", -200, "", ""),
        ("CSR1", "drawer.variance", -201, "2.01 needs approval", "drawer.variance"),
        ("SUPERVISOR", "void.receipt", 9_999_99, "", ""),
        ("AUDITOR", "reprint", 0, "An Auditor may not print a receipt again", ""),
        ("ADMINISTRATOR", "no_sale", 0, "An Administrator may not", ""),
    ],
)
def test_limits(
    rules: Store, session_of: SessionOf, role: str, action: str, cents: int, sentence: str, approval: str
) -> None:
    session = session_of(role)
    if not sentence:
        assert authority.check(rules, session, action, cents) is None
        return
    with pytest.raises(Refused, match=sentence) as refused:
        authority.check(rules, session, action, cents)
    assert refused.value.approval == approval


def test_a_limit_is_dated(rules: Store, session: Session) -> None:
    rules.insert(
        "authority_limits", action="void.receipt", role="CSR2", rule="LIMIT", limit_cents=500, valid_from="2026-07-06"
    )
    rules.insert("authority_limits", action="void.receipt", role="CSR2", rule="YES", valid_from="2026-07-07")
    with pytest.raises(Refused, match=r"up to 5\.00"):
        authority.check(rules, session, "void.receipt", 501)


def test_an_approval_counts_for_what_it_was_given(rules: Store, session: Session, hasher: Argon2) -> None:
    given = _approval(rules, session, hasher, "void.receipt", 200_00)
    authority.check(rules, session, "void.receipt", 200_00, given)
    for action, cents in (("void.receipt", 200_01), ("paid_out", 60_00)):
        with pytest.raises(Refused, match="something else"):
            authority.check(rules, session, action, cents, given)


def test_an_approval_is_the_requesters_own_and_not_made_up(
    rules: Store, session: Session, session_of: SessionOf, hasher: Argon2
) -> None:
    given = _approval(rules, session, hasher, "void.receipt", 200_00)
    others = ((session_of("CSR2"), given), (session, replace(given, id=99)), (session, replace(given, amount_cents=9)))
    for who, approval in others:
        with pytest.raises(Refused, match="not given to you"):
            authority.check(rules, who, "void.receipt", 200_00, approval)


def test_an_approval_is_used_once(rules: Store, session: Session, hasher: Argon2) -> None:
    given = _approval(rules, session, hasher, "void.receipt", 200_00)
    rules.insert(
        "journal", kind="VOID", series="01", seq=1, business_date="2026-07-06", at=rules.now(), station="T1",
        user_id=session.clerk.id, idem_key="k", total_cents=0, approval_id=given.id, prev_hash="", hash="",
    )  # fmt: skip
    with pytest.raises(Refused, match="has been used"):
        authority.check(rules, session, "void.receipt", 200_00, given)


def test_every_action_has_a_row_and_every_row_an_action(rules: Store) -> None:
    rows = rules.rows("SELECT DISTINCT action FROM authority_limits")
    assert {action for (action,) in rows} == set(authority.ACTIONS)
    before = rules.value("SELECT count(*) FROM authority_limits")
    rows_authority.load(rules)
    assert rules.value("SELECT count(*) FROM authority_limits") == before
