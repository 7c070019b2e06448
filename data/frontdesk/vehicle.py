"""The vehicle block that repossessions, impounds and citations share, and who works with these records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import peewee

from data.columns import Record, column
from data.fields import Choice, Code, Count, Text
from data.forms import FormError, Values
from data.permissions import CSR1, DESK, OFFICER, POLICE_SUPERVISOR, STAFF, Permission
from data.vehicles import Plate, Vin, doubt, tail

if TYPE_CHECKING:
    from data.store import Store

CLERKS = DESK | {POLICE_SUPERVISOR}
"""The roles that enter vehicles and citations; a CSR I is one of them."""
SEE = Permission(
    "vehicles.view", "vehicles and citations are read by staff and the police.", STAFF | {POLICE_SUPERVISOR, OFFICER}
)
ENTER = Permission("vehicles.enter", "the counter's clerks and the police desk enter vehicles and citations.", CLERKS)
RELEASE = Permission(
    "vehicles.release", "a vehicle is released by a CSR II, the police desk or a supervisor.", CLERKS - {CSR1}
)
ID_TYPES = (
    ("DL", "Driver's license"),
    ("ID", "State identification card"),
    ("PASSPORT", "Passport"),
    ("CONSULAR", "Consular card"),
    ("MILITARY", "Military identification"),
    ("TRIBAL", "Tribal identification"),
    ("OTHER", "Other, with photograph"),
)
"""Identification that was seen and matched; its number is not kept."""
LANGUAGE_FIELD = Choice("In", 8, required=True, options=(("en", "English"), ("es", "Spanish")), default="en")
"""The language of a paper."""
VEHICLE = ("year", "make", "model", "style", "color", "plate", "plate_state", "vin")
"""The columns of the block, in the order of the forms."""


class VehicleRecord(Record):
    """A record about one vehicle; `vin_tail` is the VIN's last six characters."""

    year = column(Count("Year", 4, minimum=1900, maximum=2099), null=True)
    make = column(Code("Make", 6, help="The VMA code when it is known: TOYT, HOND, FORD."))
    model = column(Text("Model", 16))
    style = column(Code("Style", 6, help="The VST code: 4D, 2D, PK, VN."))
    color = column(Code("Color", 7, help="The VCO code: WHI, SIL, BLK; two with a slash: BLU/WHI."))
    plate = column(Plate("Plate"))
    plate_state = column(Code("Plate state", 2, help="CA when left empty."))
    vin = column(Vin("VIN", help="All 17 characters, or at least the last six."))
    vin_tail: Any = peewee.TextField(default="")

    class Meta:
        table_name = "vehicles"


def complete(store: Store, values: Values) -> None:
    """Fill what follows from the block: the VIN's tail, and the state of a plate that names none.

    Raises `FormError` for a model year beyond the next one.
    """
    if values.get("year") and values["year"] > store.clock.today().year + 1:
        raise FormError("year", f"Year: the newest model year is {store.clock.today().year + 1}.")
    values["vin_tail"] = tail(values.get("vin") or "")
    if values.get("plate") and not values.get("plate_state"):
        values["plate_state"] = "CA"


def described(values: Values) -> str:
    """The vehicle in one line: `2019 TOYT Camry 4D SIL  CA 7ABC123  VIN 123456`."""
    words = (str(values.get(name) or "") for name in ("year", "make", "model", "style", "color"))
    shown = " ".join(filter(None, words)) or "Vehicle not described"
    if values.get("plate"):
        shown += f"  {values.get('plate_state') or 'CA'} {values['plate']}"
    return f"{shown}  VIN {values['vin']}" if values.get("vin") else shown


def odd(values: Values) -> list[str]:
    """What is odd about the vehicle as typed, as sentences."""
    found = doubt(values.get("vin") or "")
    return [found] if found else []
