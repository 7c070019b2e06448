"""Signing on as CJIS Security Policy 6.0 asks: lock-out, inactivity, expiry, second factor, PIN, approval."""

from __future__ import annotations

import base64
import hashlib

import pytest
from conftest import SessionOf

from data import audit, settings, totp, users
from data.clock import FixedClock
from data.passwords import Argon2, PasswordRefused, Pbkdf2, banned, banned_reviewed, check_new_pin, store_hasher
from data.permissions import Refused
from data.session import Session
from data.store import Store, StoreError

GOOD = "river stone 9"


class Counting:
    """A hasher that counts how often it worked."""

    def __init__(self, hasher: Argon2) -> None:
        self._hasher, self.worked = hasher, 0

    def hash(self, secret: str) -> str:
        """As the real one."""
        self.worked += 1
        return self._hasher.hash(secret)

    def matches(self, secret: str, hashed: str) -> bool:
        """As the real one."""
        self.worked += 1
        return self._hasher.matches(secret, hashed)

    def outdated(self, hashed: str) -> bool:
        """As the real one."""
        return self._hasher.outdated(hashed)


@pytest.fixture
def clerks(rules: Store, hasher: Argon2) -> Store:
    """102 is a CSR II, 201 a supervisor; both with the good password."""
    for number, name, role in (("102", "Marcus O'Neill", "CSR2"), ("201", "Lee Chan", "SUPERVISOR")):
        users.add(rules, None, number, name, role, GOOD, must_change=False, pin="2580", hasher=hasher)
    return rules


def _on(store: Store, clock: FixedClock, password: str = GOOD, number: str = "102", code: str = "") -> Session:
    return users.sign_on(store, clock, number, password, "T1", code=code, hasher=Argon2(1, 8, 1))


def _fail(store: Store, clock: FixedClock, times: int) -> str:
    sentence = ""
    for _ in range(times):
        with pytest.raises(users.SignOnRefused) as refused:
            _on(store, clock, "wrong")
        sentence = str(refused.value)
    return sentence


def test_signing_on_opens_a_session_and_off_ends_it(clerks: Store, clock: FixedClock) -> None:
    session = _on(clerks, clock)
    assert (session.clerk.name, session.clerk.initials, session.drawer_id) == ("Marcus O'Neill", "MO", None)
    assert users.is_open(clerks, session)
    users.sign_off(clerks, session)
    assert not users.is_open(clerks, session)
    assert [row[0] for row in clerks.rows("SELECT event FROM audit_log WHERE event LIKE 'sign%' ORDER BY seq")] == [
        "sign-on",
        "sign-off",
    ]


def test_the_session_knows_the_drawer_left_open(clerks: Store, clock: FixedClock) -> None:
    first = _on(clerks, clock)
    drawer = clerks.insert(
        "drawers", till="07", user_id=first.clerk.id, station="T1", business_date="2026-07-03", state="OPEN",
        fund_cents=20000, opened_at=clerks.now(),
    )  # fmt: skip
    session = _on(clerks, clock)
    assert (session.drawer_id, session.till, session.business_date.isoformat()) == (drawer, "07", "2026-07-03")
    assert not users.is_open(clerks, first), "the session lost at this station is closed"


def test_five_failures_in_fifteen_minutes_lock_until_released(clerks: Store, clock: FixedClock) -> None:
    assert _fail(clerks, clock, 4) == "The clerk number or the password is wrong."
    assert "locked" in _fail(clerks, clock, 1)
    clock.advance(days=2)
    with pytest.raises(users.SignOnRefused, match="administrator must release"):
        _on(clerks, clock)
    users.unlock(clerks, None, "102")
    assert _on(clerks, clock).clerk.number == "102"


def test_failures_count_within_a_sliding_quarter_hour(clerks: Store, clock: FixedClock) -> None:
    _fail(clerks, clock, 1)
    clock.advance(minutes=14)
    _fail(clerks, clock, 3)
    clock.advance(minutes=2)
    assert "locked" not in _fail(clerks, clock, 1)
    assert "locked" in _fail(clerks, clock, 1)


def test_a_success_starts_the_count_anew(clerks: Store, clock: FixedClock) -> None:
    _fail(clerks, clock, 4)
    _on(clerks, clock)
    assert "locked" not in _fail(clerks, clock, 4)


def test_an_unknown_number_reads_and_costs_the_same(clerks: Store, clock: FixedClock, hasher: Argon2) -> None:
    worked = []
    for number in ("102", "999"):
        counting = Counting(hasher)
        with pytest.raises(users.SignOnRefused, match="The clerk number or the password is wrong"):
            users.sign_on(clerks, clock, number, "nonsense", "T1", hasher=counting)
        worked.append(counting.worked)
    assert worked == [1, 1]


def test_a_host_in_fips_mode_hashes_with_pbkdf2(clerks: Store, clock: FixedClock) -> None:
    """The setting is dated; a password hashed before is hashed anew at the next sign-on, a PIN at the next unlock."""
    settings.put(clerks, None, "auth.hash", "PBKDF2", clock.today())
    settings.put(clerks, None, "auth.pbkdf2_rounds", "100000", clock.today())
    session = users.sign_on(clerks, clock, "102", GOOD, "T1")
    users.check_pin(clerks, session, "2580")
    kept = clerks.row("SELECT password_hash, pin_hash FROM users WHERE number = '102'")
    assert all(one.startswith("$pbkdf2-sha256$100000$") for one in kept or ("",))
    assert users.sign_on(clerks, clock, "102", GOOD, "T1").clerk.number == "102"
    assert "wrong" in _fail(clerks, clock, 1)
    settings.put(clerks, None, "auth.hash", "MD5", clock.today())
    with pytest.raises(StoreError, match="ARGON2ID or PBKDF2"):
        users.sign_on(clerks, clock, "102", GOOD, "T1")


def test_pbkdf2_is_the_published_one() -> None:
    """A vector of RFC 7914 section 11, and hashes that are none."""
    hashed = "$pbkdf2-sha256$80000$TmFDbA==$TdzY+Y6Y73DGX2r/mEuQ/mWFkKdTo4h3rDdGrRg2ag0="
    right = hashlib.pbkdf2_hmac("sha256", b"Password", b"NaCl", 80000)
    assert Pbkdf2(1).matches("Password", f"$pbkdf2-sha256$80000$TmFDbA==${base64.b64encode(right).decode()}")
    assert right.hex().startswith("4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56")
    assert not Pbkdf2(1).matches("Password", hashed)
    assert not any(Pbkdf2(1).matches("Password", bad) for bad in ("", "$pbkdf2-sha256$", "$pbkdf2-sha256$x$y$z"))


def test_a_transferred_clerk_gets_another_role_at_once(clerks: Store, clock: FixedClock) -> None:
    """The sessions with the former rights end; the reason stands in the history."""
    session = _on(clerks, clock)
    assert users.elsewhere(clerks, session) == []
    users.change_role(clerks, None, "102", "POLICE", "Transferred")
    assert not users.is_open(clerks, session)
    settings.put(clerks, None, "auth.mfa", "NONE", clock.today())
    assert _on(clerks, clock).clerk.role == "POLICE"
    assert clerks.rows("SELECT field, after FROM changes WHERE field IN ('role', 'reason') AND before <> after "
                       "AND row_id = ? ORDER BY id DESC LIMIT 2", session.clerk.id) == [
        ("reason", "Transferred"), ("role", "POLICE")]  # fmt: skip
    assert clerks.value("SELECT detail FROM audit_log WHERE event = 'user.role'") == "CSR2 POLICE"
    for role, reason in (("POLICE", "Again"), ("CHIEF", "None such"), ("CSR1", " ")):
        with pytest.raises(Refused):
            users.change_role(clerks, None, "102", role, reason)


def test_a_clerk_is_told_of_the_other_stations(clerks: Store, clock: FixedClock) -> None:
    first = _on(clerks, clock)
    users.sign_on(clerks, clock, "102", GOOD, "P2", hasher=Argon2(1, 8, 1))
    here, me, now = first.station, first.clerk.id, clerks.now()
    clerks.insert("sessions", user_id=me, station=here, started_at=now, confirmed_at=now)
    assert users.elsewhere(clerks, first) == ["P2"]


def test_ninety_days_without_use_disable(clerks: Store, clock: FixedClock) -> None:
    _on(clerks, clock)
    clock.advance(days=89)
    _on(clerks, clock)
    clock.advance(days=91)
    with pytest.raises(users.SignOnRefused, match="disabled after 90 days"):
        _on(clerks, clock)
    assert {user.number: user.state for user in users.listing(clerks)} == {"102": "DISABLED", "201": "ACTIVE"}
    assert users.disable_inactive(clerks) == ["201"]
    users.enable(clerks, None, "102")
    assert _on(clerks, clock).clerk.number == "102"


def test_a_disabled_clerk_is_out_at_once(clerks: Store, clock: FixedClock) -> None:
    session = _on(clerks, clock)
    users.disable(clerks, None, "102", "LEFT THE CITY")
    assert not users.is_open(clerks, session)
    with pytest.raises(users.SignOnRefused, match="disabled"):
        _on(clerks, clock)
    with pytest.raises(Refused, match="reason"):
        users.disable(clerks, None, "201", " ")


def test_a_year_old_password_must_be_changed(clerks: Store, clock: FixedClock, hasher: Argon2) -> None:
    for _ in range(5):
        clock.advance(days=73)
        _on(clerks, clock)
    clock.advance(seconds=1)
    with pytest.raises(users.MustChangePassword):
        _on(clerks, clock)
    with pytest.raises(PasswordRefused, match="differ"):
        users.change_password(clerks, clock, "102", GOOD, GOOD, hasher=hasher)
    users.change_password(clerks, clock, "102", GOOD, "another stone 8", hasher=hasher)
    assert _on(clerks, clock, "another stone 8").clerk.number == "102"


def test_a_reset_password_must_be_changed_and_takes_the_pin(clerks: Store, clock: FixedClock, hasher: Argon2) -> None:
    _fail(clerks, clock, 5)
    users.reset(clerks, None, "102", "temporary stone", hasher=hasher)
    with pytest.raises(users.MustChangePassword):
        _on(clerks, clock, "temporary stone")
    users.change_password(clerks, clock, "102", "temporary stone", "another stone 8", hasher=hasher)
    session = _on(clerks, clock, "another stone 8")
    with pytest.raises(users.SignOnRefused, match="No PIN"):
        users.check_pin(clerks, session, "2580", hasher=hasher)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short 7", "at least 8"),
        ("Password1", "common"),
        ("12345678", "common"),
        ("aaaabbbbbbbb", "too few"),
        ("marcus o'neill", "own number or name"),
    ],
)
def test_a_bad_new_password_says_why(
    clerks: Store, clock: FixedClock, hasher: Argon2, password: str, reason: str
) -> None:
    with pytest.raises(PasswordRefused, match=reason):
        users.change_password(clerks, clock, "102", GOOD, password, hasher=hasher)


def test_no_composition_rules_and_nothing_is_cut_off(clerks: Store, clock: FixedClock, hasher: Argon2) -> None:
    long = "ñandú · " * 20
    users.change_password(clerks, clock, "102", GOOD, long, hasher=hasher)
    with pytest.raises(users.SignOnRefused):
        _on(clerks, clock, long[:-1])
    assert _on(clerks, clock, long).clerk.number == "102"
    assert len(banned()) >= 200
    assert banned_reviewed() <= clock.today()


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "0000", "1234", "98765", "١٢٣٤"])
def test_a_bad_pin_is_refused(pin: str) -> None:
    with pytest.raises(PasswordRefused):
        check_new_pin(pin)


def test_a_pin_unlocks_and_three_wrong_ones_need_the_password(clerks: Store, clock: FixedClock, hasher: Argon2) -> None:
    session = _on(clerks, clock)
    users.set_pin(clerks, session, GOOD, "8642", hasher=hasher)
    users.check_pin(clerks, session, "8642", hasher=hasher)
    for sentence in ("wrong", "wrong", "Type the password", "Type the password"):
        with pytest.raises(users.SignOnRefused, match=sentence):
            users.check_pin(clerks, session, "1111", hasher=hasher)
    with pytest.raises(users.SignOnRefused, match="Type the password"):
        users.check_pin(clerks, session, "8642", hasher=hasher)
    users.check_password(clerks, session, GOOD, hasher=hasher)
    users.check_pin(clerks, session, "8642", hasher=hasher)
    assert clerks.value("SELECT pin_failures FROM users WHERE number = '102'") == 0


def test_the_password_is_asked_again_after_twelve_hours(clerks: Store, clock: FixedClock, hasher: Argon2) -> None:
    session = _on(clerks, clock)
    clock.advance(hours=11, minutes=59)
    assert not users.reauthentication_due(clerks, session)
    clock.advance(minutes=1)
    assert users.reauthentication_due(clerks, session)
    users.check_password(clerks, session, GOOD, hasher=hasher)
    assert not users.reauthentication_due(clerks, session)


def test_the_code_vectors_of_rfc_6238() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    vectors = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    assert {at: totp.code_at(secret, at // 30) for at in vectors} == vectors
    assert totp.setup_uri(secret, "102 O'Neill") == f"otpauth://totp/102%20O%27Neill?secret={secret}"


def test_a_one_time_code_counts_once_and_wrong_codes_lock(clerks: Store, clock: FixedClock) -> None:
    secret = totp.new_secret()
    users.set_second_factor(clerks, None, "102", secret)
    with pytest.raises(users.CodeNeeded):
        _on(clerks, clock)
    code = totp.code_at(secret, int(clock.now().timestamp()) // 30)
    _on(clerks, clock, code=code)
    with pytest.raises(users.SignOnRefused, match="used before"):
        _on(clerks, clock, code=code)
    clock.advance(seconds=30)
    _on(clerks, clock, code=totp.code_at(secret, int(clock.now().timestamp()) // 30))
    for _ in range(5):
        with pytest.raises(users.SignOnRefused):
            _on(clerks, clock, code="000000")
    clock.advance(seconds=30)
    with pytest.raises(users.SignOnRefused, match="locked"):
        _on(clerks, clock, code=totp.code_at(secret, int(clock.now().timestamp()) // 30))


def test_another_clerk_takes_over_the_station(clerks: Store, clock: FixedClock, hasher: Argon2) -> None:
    first = _on(clerks, clock)
    second = users.change_clerk(clerks, first, "201", GOOD, hasher=hasher)
    assert (second.clerk.number, second.station) == ("201", "T1")
    assert not users.is_open(clerks, first)
    with pytest.raises(users.SignOnRefused):
        users.change_clerk(clerks, second, "102", "wrong", hasher=hasher)
    assert users.is_open(clerks, second)


def test_another_person_approves_with_a_reason(clerks: Store, clock: FixedClock, hasher: Argon2) -> None:
    session = _on(clerks, clock)
    given = users.approve(clerks, session, "201", GOOD, "void.receipt", 50000, "wrong account", hasher=hasher)
    assert (given.approver_name, given.amount_cents, given.reason) == ("Lee Chan", 50000, "wrong account")
    kept = clerks.row("SELECT requester_id, approver_id, reason FROM approvals WHERE id = ?", given.id)
    assert kept == (session.clerk.id, given.approver_id, "wrong account")
    logged = clerks.row("SELECT approver_id, detail, outcome FROM audit_log WHERE event = 'approval'")
    assert logged == (given.approver_id, "void.receipt", "ok")


def test_nobody_approves_their_own_or_beyond_their_limit(clerks: Store, clock: FixedClock, hasher: Argon2) -> None:
    session = _on(clerks, clock)
    boss = _on(clerks, clock, number="201")

    def ask(who: Session, number: str, password: str, action: str, cents: int, reason: str) -> str:
        with pytest.raises(Refused) as refused:
            users.approve(clerks, who, number, password, action, cents, reason, hasher=hasher)
        return str(refused.value)

    assert "their own" in ask(boss, "201", GOOD, "drawer.variance", 100, "x")
    assert "reason" in ask(session, "201", GOOD, "void.receipt", 100, " ")
    assert "wrong" in ask(session, "201", "nonsense", "void.receipt", 100, "x")
    assert "may not accept a drawer" in ask(session, "201", GOOD, "drawer.variance", 99900, "x")
    assert "may not" in ask(boss, "102", GOOD, "void.prior_day", 99900, "x")
    assert clerks.value("SELECT count(*) FROM approvals") == 0
    denied = clerks.rows("SELECT user_id, approver_id, detail FROM audit_log WHERE outcome = 'denied' ORDER BY seq")
    assert denied[0] == (boss.clerk.id, boss.clerk.id, "drawer.variance")
    assert len(denied) == 3
    assert audit.verify(clerks) == ""


def test_only_administrators_keep_the_list(clerks: Store, session_of: SessionOf, hasher: Argon2) -> None:
    clerk, administrator = session_of("CSR2"), session_of("ADMINISTRATOR")
    with pytest.raises(Refused, match="administrator"):
        users.unlock(clerks, clerk, "102")
    with pytest.raises(Refused, match="their own"):
        users.reset(clerks, administrator, administrator.clerk.number, "river stone 10", hasher=hasher)
    with pytest.raises(Refused, match="no clerk 555"):
        users.unlock(clerks, administrator, "555")
    users.unlock(clerks, administrator, "102")
    for number, role, sentence in (("102", "CSR1", "taken"), ("1", "CSR1", "digits"), ("333", "KING", "no role")):
        with pytest.raises(Refused, match=sentence):
            users.add(clerks, administrator, number, "A B", role, GOOD, hasher=hasher)


@pytest.mark.parametrize("name", ["Bad\x1b]0;x\x07Name", "A\u202eB", "  "])
def test_no_clerk_has_controls_or_nothing_for_a_name(clerks: Store, hasher: Argon2, name: str) -> None:
    with pytest.raises(Refused):
        users.add(clerks, None, "301", name, "CSR1", GOOD, hasher=hasher)


def test_the_shipped_parameters_make_a_slow_salted_hash(rules: Store, clock: FixedClock) -> None:
    assert settings.number(rules, "auth.argon2_memory_kib", clock.today()) == 65536
    first, second = (store_hasher(rules).hash(GOOD) for _ in range(2))
    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert first != second
