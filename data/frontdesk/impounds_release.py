"""The release checklist of a stored vehicle: twelve lines, each passed, failed, or overridden with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data import audit, authority, jobs
from data.clock import local_time
from data.documents.vehicles import release_slip
from data.fields import Choice, Code, Date, Digits, Text
from data.forms import Form, FormError, Values
from data.frontdesk.impounds import HELD, LEGAL, OWNER, RELEASED, WHOLE, Stored, by_id, hold_problem
from data.frontdesk.timeofday import now
from data.frontdesk.vehicle import ID_TYPES, LANGUAGE_FIELD, RELEASE
from data.ledger_terms import terms
from data.permissions import Refused
from data.records import save
from data.text import many

if TYPE_CHECKING:
    from data.session import Approval, Session
    from data.store import Store

OVERRIDE = "impound.override"
PASSED, FAILED, OVERRIDDEN, NONE, OPEN = "PASS", "FAIL", "OVERRIDE", "N/A", ""
"""Results: what was found; N/A where the line does not concern this release; empty while nobody looked."""
GOOD = (PASSED, OVERRIDDEN, NONE)
SEEN = Text("What was seen", 50, required=True)


@dataclass(frozen=True)
class CheckLine:
    """One line: what has to be true, what the clerk types to pass it, and on which paths it is asked."""

    n: int
    title: str
    fields: Mapping[str, Text | Code | Date | Choice | Digits]
    """Empty: the program or the release itself answers the line."""
    paths: tuple[str, ...] = (OWNER, LEGAL)


LINES: tuple[CheckLine, ...] = (
    CheckLine(1, "Vehicle and CHP 180 number match", {"seen": SEEN.like(default="Plate and VIN compared", stop=True)}),
    CheckLine(2, "Authority to release", {"seen": SEEN.like(help="The section, or who released it.")}),
    CheckLine(3, "Hold ended or lifted", {}),
    CheckLine(4, "Registered owner's ID matched",
              {"id_type": Choice("Identification", 8, required=True, options=ID_TYPES, help="Seen and matched.")},
              (OWNER,)),
    CheckLine(5, "Registration current, or moving permit",
              {"until": Date("Registered until", stop=True),
               "permit": Code("Moving permit", 16, help="DMV fees posted.")}),
    CheckLine(6, "Insurance in force",
              {"company": Text("Company", 24, required=True), "policy": Code("Policy", 20, required=True),
               "until": Date("Expires", required=True)}),
    CheckLine(7, "Licensed driver present",
              {"name": Text("Driver", 30, required=True), "state": Code("State", 2, required=True, default="CA"),
               "last4": Digits("License, last 4", 4, required=True, check="none", help="Never more of the number."),
               "until": Date("Expires", required=True)}),
    CheckLine(8, "Fee paid or waived", {}),
    CheckLine(9, "Hearing decided", {}),
    CheckLine(10, "Legal owner: assignment, ID, lien papers", {"seen": SEEN.like(help="A notary is not needed.")},
              (LEGAL,)),
    CheckLine(11, "Released to, date and time, clerk", {}),
    CheckLine(12, "Copy to the tow yard", {}),
)  # fmt: skip
BY_RELEASE = (11, 12)
"""Lines that the release itself fills in."""
REASON = Form(
    "IMP046",
    "Override",
    {"reason": Text("Reason", 60, required=True)},
    help="Why the vehicle is released although this line did not pass. A supervisor approves it, and it is kept.",
)
FAIL = Form("IMP048", "Line failed", {"seen": Text("What is missing", 50, required=True)})
TO = Form(
    "IMP050",
    "Release",
    {
        "released_to": Text("Released to", 40, required=True, help="Who takes it: owner, driver or agent."),
        "language": LANGUAGE_FIELD.like(label="Slip in"),
    },
    confirm="Release the vehicle? 1 yes",
    help="Prints the release slip twice: for the person, and for the tow yard.",
)


def line_form(line: CheckLine) -> Form:
    """The form that passes a line. Its id is IMP044 for all of them."""
    return Form("IMP044", f"{line.n} {line.title}"[:50], line.fields)


@dataclass(frozen=True)
class Checked:
    """How a line stands."""

    line: CheckLine
    result: str
    detail: str
    who: str = ""
    """Initials and moment, for what a person found."""

    @property
    def good(self) -> bool:
        """Whether the line is no obstacle."""
        return self.result in GOOD


_NEWEST = (
    "SELECT c.line, c.result, c.detail, c.reason, u.initials, c.at FROM impound_checks c JOIN users u "
    "ON u.id = c.user_id WHERE c.impound_id = ? ORDER BY c.id"
)


def checklist(store: Store, found: Stored, on: date) -> list[Checked]:
    """The twelve lines as they stand on a day."""
    newest = {row[0]: row[1:] for row in store.rows(_NEWEST, found.id)}
    return [_checked(found, line, newest.get(line.n), on) for line in LINES]


def _checked(found: Stored, line: CheckLine, kept: tuple[str, ...] | None, on: date) -> Checked:
    if found.values["path"] not in line.paths:
        return Checked(line, NONE, "")
    if kept is not None and (line.n not in BY_PROGRAM or kept[0] == OVERRIDDEN):
        result, detail, reason, initials, at = kept
        return Checked(line, result, reason or detail, f"{initials} {local_time(at)}")
    if line.n in BY_PROGRAM:
        return Checked(line, *BY_PROGRAM[line.n](found, on))
    return Checked(line, OPEN, "")


def _hold(found: Stored, on: date) -> tuple[str, str]:
    if problem := hold_problem(found, on):
        return FAILED, problem
    lifted = found.values["lifted_on"]
    return PASSED, f"Lifted {lifted:%m/%d/%Y} by {found.values['lifted_by']}" if lifted else "No hold keeps it"


def _fee(found: Stored, on: date) -> tuple[str, str]:
    if found.receipts:
        return PASSED, f"Receipt {found.receipts}"
    if found.values["waived"]:
        return PASSED, f"Waived: {found.values['waiver_note']}"
    return (FAILED, "The fee is not paid") if found.owes_fee else (PASSED, "A legal owner owes none")


def _hearing(found: Stored, on: date) -> tuple[str, str]:
    values = found.values
    if values["hearing_asked_on"] is None:
        return PASSED, "None asked for"
    if not values["hearing_outcome"]:
        return FAILED, f"To be held by {found.hearing_due:%m/%d/%Y}" if found.hearing_due else "Not held yet"
    return PASSED, f"{values['hearing_outcome']}, {values['hearing_on']:%m/%d/%Y}"


BY_PROGRAM = {3: _hold, 8: _fee, 9: _hearing}
"""Lines that the program answers from the record."""


def _line(n: int) -> CheckLine:
    found = next((line for line in LINES if line.n == n), None)
    if found is None:
        raise Refused("The checklist has lines 1 to 12.")
    return found


def _current(store: Store, session: Session, impound_id: int) -> Stored:
    session.require(RELEASE)
    found = by_id(store, session, impound_id)
    if found.state != HELD:
        raise Refused(f"{found.number} was released: its record is closed.")
    return found


def _keep(
    store: Store,
    session: Session,
    found: Stored,
    n: int,
    result: str,
    detail: str,
    reason: str = "",
    by: int | None = None,
) -> None:
    store.insert(
        "impound_checks", impound_id=found.id, line=n, result=result, detail=detail, reason=reason,
        user_id=session.clerk.id, approver_id=by, at=store.now(),
    )  # fmt: skip
    event = "impound.override" if result == OVERRIDDEN else "impound.check"
    audit.record(store, session, event, "impounds", found.id, detail=str(n), approver_id=by)


def may_pass(n: int, path: str) -> None:
    """Raise `Refused` for a line that the program answers or that does not concern this path."""
    line = _line(n)
    if path not in line.paths:
        raise Refused(f"Line {n} does not concern this release.")
    if not line.fields:
        raise Refused(f"Line {n} is answered by the program. A supervisor may override it.")


def passed(store: Store, session: Session, impound_id: int, n: int, values: Values) -> None:
    """A line passes with what was seen. Raises `FormError` for papers that have expired, `Refused`."""
    found, line, today = _current(store, session, impound_id), _line(n), store.clock.today()
    may_pass(n, found.values["path"])
    if line.n == 5 and not values["until"] and not values["permit"]:
        raise FormError("until", "The day until which it is registered, or the number of a moving permit (VC 22850.3).")
    until = values.get("until")
    if until and until < today and not values.get("permit"):
        raise FormError("until", f"Expired on {until:%m/%d/%Y}: the line fails, or a supervisor overrides it.")
    with store.writing():
        _keep(store, session, found, n, PASSED, _detail(line, values))


def _detail(line: CheckLine, values: Values) -> str:
    """What was typed, in one line; a license number only by its last digits."""
    shown = [
        f"...{values[name]}" if name == "last4" else kind.show(values.get(name)) for name, kind in line.fields.items()
    ]
    return ", ".join(part for part in shown if part)


def failed(store: Store, session: Session, impound_id: int, n: int, values: Values) -> None:
    """A line fails, for what is missing. Raises `Refused`."""
    found, line = _current(store, session, impound_id), _line(n)
    if not line.fields:
        raise Refused(f"Line {n} is answered by the program.")
    with store.writing():
        _keep(store, session, found, n, FAILED, values["seen"])


def override(
    store: Store, session: Session, impound_id: int, n: int, reason: str, approval: Approval | None = None
) -> None:
    """A line is overridden for a reason. Raises `Refused`: it passed, or a supervisor has to approve it."""
    found, line = _current(store, session, impound_id), _line(n)
    if n in BY_RELEASE:
        raise Refused(f"Line {n} is filled in by the release.")
    state = next(one for one in checklist(store, found, store.clock.today()) if one.line is line)
    if state.good:
        raise Refused(f"Line {n} is no obstacle: {state.result}.")
    with store.writing():
        authority.check(store, session, OVERRIDE, 0, approval)
        by = approval.approver_id if approval else session.clerk.id
        _keep(store, session, found, n, OVERRIDDEN, state.detail, reason, by)


def obstacles(store: Store, found: Stored, on: date) -> list[Checked]:
    """The lines that keep the vehicle from being released."""
    return [one for one in checklist(store, found, on) if one.line.n not in BY_RELEASE and not one.good]


def ready(store: Store, session: Session, impound_id: int) -> None:
    """Raise `Refused`, naming the first line that is open or failed, unless the vehicle can be released now."""
    if open_ones := obstacles(store, _current(store, session, impound_id), store.clock.today()):
        first = open_ones[0]
        why = first.detail or "nobody has looked at it"
        raise Refused(f"{many(len(open_ones), 'line is', 'lines are')} open; line {first.line.n}: {why}.")


def release(store: Store, session: Session, impound_id: int, values: Values) -> Stored:
    """Release the vehicle: the record is closed and the slip prints twice.

    Raises `Refused` naming the first line that is open or failed.
    """
    with store.writing():
        found, today = _current(store, session, impound_id), store.clock.today()
        ready(store, session, impound_id)
        at = now(store.clock)
        _keep(
            store,
            session,
            found,
            11,
            PASSED,
            f"{values['released_to']}, {today:%m/%d/%Y} {at}, {session.clerk.initials}",
        )
        _keep(store, session, found, 12, PASSED, "Slip printed for the yard")
        put = {"released_on": today, "released_to": values["released_to"]}
        save(store, session, WHOLE, found.id, put, found.opened.version)
        store.run(
            "UPDATE impounds SET state = ?, released_at = ?, release_user_id = ? WHERE id = ?",
            RELEASED, at, session.clerk.id, found.id,
        )  # fmt: skip
        done = by_id(store, session, found.id)
        print_slip(store, session, done, values["language"] or "en", copies=2)
    return done


def print_slip(store: Store, session: Session, found: Stored, language: str, copies: int = 1) -> None:
    """Print the release slip. Raises `Refused` while the vehicle is held."""
    if found.state != RELEASED:
        raise Refused(f"{found.number} is still held: there is no slip.")
    known = terms(store, store.clock.today())
    row = store.row(
        "SELECT i.released_at, u.initials FROM impounds i JOIN users u ON u.id = i.release_user_id WHERE i.id = ?",
        found.id,
    )
    assert row is not None
    paper = release_slip(known, found.values, str(row[0]), str(row[1]), found.receipts, language)
    with store.writing():
        for _ in range(copies):
            jobs.add(store, session, jobs.REPORT, f"Release {found.number}", paper)
