"""What a row of a person's file must satisfy beyond its fields, group by group."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from data.fields import FieldError, Phone
from data.forms import FormError, Values
from data.police import codes, identifiers
from data.police.coded import Coded
from data.police.identifiers import Checked, IdentifierError
from data.police.persons_groups import Group
from data.police.store import PoliceStore

if TYPE_CHECKING:
    from data.session import Session

Check = Callable[[PoliceStore, "Session", int, Values], None]
"""Refuse (`FormError`) or normalize the clean values of a row of this person; the values are changed in place."""


def _of_kind(kind: str, place: str, text: str) -> Checked:
    if kind in ("DL", "ID"):
        return identifiers.license_number(text, place)
    if kind == "MNU":
        prefix, _, number = text.strip().upper().partition("-")
        return identifiers.miscellaneous(prefix, number)
    return {"SSN": identifiers.ssn, "CII": identifiers.cii, "FBI": identifiers.fbi, "NIC": identifiers.nic}[kind](text)


def identifier(kind: str, place: str, text: str) -> Checked:
    """An identifier of this kind and state as it is stored. Raises `FormError` naming `value` or `place`."""
    if kind in ("DL", "ID") and not place:
        raise FormError("place", "State or place: which state issued the license?")
    try:
        return _of_kind(kind, place, text)
    except IdentifierError as error:
        raise FormError("value", str(error)) from None


def _identifier(store: PoliceStore, session: Session, person_id: int, values: Values) -> None:
    if "value" not in values:
        return
    kind, place = str(values["kind"]), str(values.get("place") or "")
    values["value"] = identifier(kind, place, str(values["value"] or "")).value
    if kind == "MNU":
        prefix = str(values["value"]).partition("-")[0]
        if store.value("SELECT 1 FROM code_values WHERE table_name = 'MNU' AND code = ?", prefix) is None:
            raise FormError("value", f"Number: {prefix} is no prefix. Type prefix, hyphen, number: AR-123456.")


def _vehicle(store: PoliceStore, session: Session, person_id: int, values: Values) -> None:
    if not (values.get("plate") or values.get("vin")):
        raise FormError("plate", "Plate: a vehicle has a plate or a VIN.")
    year = values.get("year")
    last = session.clock.today().year + 1
    if year and not (year.isascii() and year.isdigit() and 1900 <= int(year) <= last):
        raise FormError("year", f"Year: four digits, 1900 to {last}.")
    if not values.get("vin"):
        return
    try:
        checked = identifiers.vin(values["vin"], int(year) if year else None)
    except IdentifierError as error:
        raise FormError("vin", str(error)) from None
    if checked.override and not values.get("reason"):
        raise FormError("vin", f"{checked.override} To keep it, say why.")
    values["vin"] = checked.value


def _contact(store: PoliceStore, session: Session, person_id: int, values: Values) -> None:
    text = str(values["value"])
    if values["kind"] == "EMAIL":
        name, at, host = text.partition("@")
        if not (name and at and "." in host) or " " in text:
            raise FormError("value", "Number or address: an e-mail address has a name, an @ and a host.")
        return
    phone = Phone("Number or address")
    try:
        values["value"] = phone.show(phone.clean(text))
    except FieldError as error:
        raise FormError("value", str(error)) from None


def _description(store: PoliceStore, session: Session, person_id: int, values: Values) -> None:
    if values["from_on"] > session.clock.today():
        raise FormError("from_on", "As of: not after today.")


def _dates(values: Values) -> None:
    first, last = values.get("from_on"), values.get("to_on")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise FormError("to_on", "To: not before its beginning.")


_CHECKS: dict[str, Check] = {
    "IDENTIFIERS": _identifier,
    "VEHICLES": _vehicle,
    "CONTACTS": _contact,
    "DESCRIPTIONS": _description,
}


def check(store: PoliceStore, session: Session, code: str, person_id: int, values: Values) -> None:
    """Raise `FormError` unless a row of the group with this code may be kept; normalizes the values in place."""
    _dates(values)
    if extra := _CHECKS.get(code):
        extra(store, session, person_id, values)


def warnings(store: PoliceStore, group: Group, values: Values) -> list[str]:
    """What looks wrong and may be kept all the same, as sentences: an odd number, a code of an older release."""
    found = []
    for name, field in group.model._meta.fields.items():
        kind = getattr(field, "kind", None)
        if isinstance(kind, Coded) and (code := values.get(name)):
            known = codes.value(store, kind.table, str(code))
            if known is not None and known.status == codes.WARN:
                found.append(f"{kind.label}: {code} is of an older release of its table.")
    if group.code == "IDENTIFIERS":
        found.append(identifier(str(values["kind"]), str(values.get("place") or ""), str(values["value"])).warning)
    return [sentence for sentence in found if sentence]
