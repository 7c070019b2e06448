"""What of a Live Scan form can be checked at the window: numbers, codes, the level, the identification.

What is merely absent is no error here: the form is then sent back as it is (`data.police.livescan_terms.missing`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from data.forms import FormError, Values
from data.police import identifiers
from data.police.identifiers import Checked, IdentifierError
from data.police.livescan_terms import DOJ, PRIMARY, REVIEW, Request
from data.police.persons import check_codes

if TYPE_CHECKING:
    from data.police.store import PoliceStore
    from data.session import Session

_PRIMARY = frozenset(code for code, _ in PRIMARY)


def check(police: PoliceStore, session: Session, values: Values) -> None:
    """Raise `FormError` naming the first field that cannot be right."""
    for name, of in _NUMBERS.items():
        if values.get(name):
            _checked(name, of, str(values[name]))
    for name in ("ssn", "license", "misc"):
        number(name, values)
    if values.get("applicant_type") == REVIEW and values.get("level") not in (None, DOJ):
        raise FormError("level", "Level: a review of one's own record is DOJ's only.")
    born = values.get("born")
    if born is not None and not 1900 <= born.year <= session.clock.today().year - 5:
        raise FormError("born", "Date of birth: look at it again.")
    check_codes(police, Request, values, {})
    if values.get("complete") and values.get("signed"):
        identification(session, values)


def check_page(police: PoliceStore, session: Session, values: Values, names: tuple[str, ...]) -> None:
    """Raise `FormError` for what is wrong with one page; what belongs to a later one does not matter yet."""
    try:
        check(police, session, values)
    except FormError as error:
        if error.name in names:
            raise


def identification(session: Session, values: Values) -> None:
    """Raise `FormError` unless a valid photo identification was seen; a secondary one needs two other papers."""
    kind = values.get("id_kind")
    if not kind:
        raise FormError("id_kind", "Photo ID: none was seen. Without a valid one no prints are rolled.")
    expires = values.get("id_expires_on")
    if expires is None:
        raise FormError("id_expires_on", "ID expires: look for the day on it.")
    if expires < session.clock.today():
        raise FormError("id_expires_on", f"This ID expired on {expires:%m/%d/%Y}. Ask for a valid one.")
    if kind in _PRIMARY:
        return
    for name in ("support1", "support2"):
        if not values.get(name):
            raise FormError(name, "A secondary ID needs two supporting papers.")
    if values["support1"] == values["support2"]:
        raise FormError("support2", "Another one: two different supporting papers are needed.")


_NUMBERS: dict[str, Callable[[str], Checked]] = {
    "ori": identifiers.live_scan_ori,
    "mail_code": identifiers.mail_code,
    "employer_mail_code": identifiers.mail_code,
}


def _checked(name: str, of: Callable[[str], Checked], text: str) -> Checked:
    try:
        return of(text)
    except IdentifierError as error:
        raise FormError(name, str(error)) from None


def number(name: str, values: Values) -> str:
    """SSN, license or miscellaneous number as it is stored; empty when none is given. Raises `FormError`."""
    text = str(values.get(name) or "")
    if not text:
        return ""
    if name == "ssn":
        return _checked(name, identifiers.ssn, text).value
    if name == "license":
        state = str(values.get("license_state") or "CA")
        return _checked(name, lambda said: identifiers.license_number(said, state), text).value
    return text


def doubt(name: str, value: str) -> str:
    """What looks odd about a number though it may be right, as a sentence; empty for others."""
    of = {"ori": identifiers.live_scan_ori, "ati": identifiers.ati, "ssn": identifiers.ssn}.get(name)
    return _checked(name, of, value).warning if of and value else ""
