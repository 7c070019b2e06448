"""What a registrant comes to the desk for: each transaction with what it needs and the clocks that follow from it."""

from __future__ import annotations

from dataclasses import dataclass

from data.police.persons_tables import PROOF_KINDS

SEX, ARSON, GANG, NARC = "SEX", "ARSON", "GANG", "NARC"
REGISTRIES = ((SEX, "Sex, PC 290"), (ARSON, "Arson, PC 457.1"), (GANG, "Gang, PC 186.30"))
"""The registries in which somebody can be registered; narcotics (HS 11590) is read only."""
OFFICE = frozenset({SEX, ARSON})
"""Registries whose visits are entered in CSAR and forwarded to DOJ."""
ALL = frozenset({SEX, ARSON, GANG})

CORE = ("PERSON", "DESCRIPTIONS", "ADDRESSES")
"""Groups of the person file without which nobody is registered."""


@dataclass(frozen=True)
class Notice:
    """A duty the registrant is told of and initials."""

    code: str
    title: str


NOTICES: dict[str, tuple[Notice, ...]] = {
    SEX: (
        Notice("STATES", "Duty to register in other states"),
        Notice("ANNUAL", "Annual update at the birthday"),
        Notice("MOVE", "Moving in, within, out"),
        Notice("TRANSIENT", "Transient: every 30 days"),
        Notice("NAME", "Name change"),
        Notice("CAMPUS", "Campus: starting and leaving"),
        Notice("INTERNET", "Internet identifiers, when they apply"),
    ),
    ARSON: (Notice("MOVE", "Moving in, within, out"), Notice("CAMPUS", "Campus police too")),
    GANG: (Notice("STEP", "STEP Act notification"), Notice("MOVE", "Moving: in writing")),
}
"""The notices of each registry, numbered from 1 on the form."""


@dataclass(frozen=True)
class Transaction:
    """One kind of visit."""

    code: str
    number: int
    title: str
    title_es: str
    registries: frozenset[str]
    event: str = ""
    """The label of the day the clock counts from (`Moved in on`); empty when that is the day of the visit."""
    answers: tuple[str, ...] = ()
    """Rules of deadlines that this visit settles."""
    counts: str = ""
    """The rule that counts from the event to this visit."""
    groups: tuple[str, ...] = ()
    """Groups of the person file that must have a row."""
    changes: tuple[str, ...] = ()
    """Groups of which one must have changed since the last statement."""
    appears: bool = True
    """Whether the registrant appears in person: notices, signature, photograph."""
    registers: bool = False
    """Whether it is a registration here: proof of residence and the first annual update follow."""
    leads_to: str = ""
    """The state the registration has afterwards; empty: unchanged."""
    follows: tuple[str, ...] = ()
    """Rules of deadlines that begin with this visit, besides those every visit has."""
    extra: tuple[str, ...] = ()
    """Fields of its own on the form."""


TRANSACTIONS: tuple[Transaction, ...] = (
    Transaction("INITIAL", 1, "First registration here", "Primer registro aquí", ALL, "Came here or moved in on",
                (), "ARRIVED", CORE, registers=True, leads_to="ACTIVE", extra=("basis",)),
    Transaction("ANNUAL", 2, "Annual update", "Actualización anual", frozenset({SEX, ARSON}),
                answers=("SX3", "AR7"), groups=CORE),
    Transaction("ADDRESS", 3, "Change of address here", "Cambio de domicilio aquí", ALL, "Moved on",
                ("SX5",), "HERE", CORE, ("ADDRESSES",), registers=True, leads_to="ACTIVE",
                extra=("street", "unit", "city", "zip")),
    Transaction("OUT-STATE", 4, "Moves within California", "Se muda dentro de California", ALL, "Moves on",
                counts="MOVED", extra=("destination",), leads_to="MOVED"),
    Transaction("OUT-AWAY", 5, "Leaves California", "Sale de California", ALL, "Leaves on",
                counts="LEAVES", extra=("destination", "returns"), leads_to="MOVED"),
    Transaction("OUT-UNKNOWN", 6, "Moves, address unknown", "Se muda, domicilio desconocido", ALL, "Moves on",
                counts="MOVED", extra=("returns",), leads_to="MOVED"),
    Transaction("TRANSIENT", 7, "Registers as transient", "Se registra sin domicilio", frozenset({SEX}),
                "Without a residence since", (), "STATUS", ("PERSON", "DESCRIPTIONS", "PLACES"),
                registers=True, leads_to="ACTIVE", follows=("SX5",)),
    Transaction("TRANSIENT-30", 8, "Transient, every 30 days", "Sin domicilio, cada 30 días", frozenset({SEX}),
                answers=("SX5",), groups=("PERSON", "PLACES"), follows=("SX5",)),
    Transaction("SVP-90", 9, "SVP, every 90 days", "SVP, cada 90 días", frozenset({SEX}),
                answers=("SX4",), groups=("PERSON", "ADDRESSES"), follows=("SX4",)),
    Transaction("NAME", 10, "Name change", "Cambio de nombre", ALL, "Changed on",
                counts="NAMED", groups=("PERSON",), changes=("PERSON", "NAMES")),
    Transaction("CAMPUS-ADD", 11, "Campus: starts", "Campus: comienza", frozenset({SEX, ARSON}), "Starts on",
                counts="CAMPUS", groups=("SCHOOLS",), changes=("SCHOOLS",)),
    Transaction("CAMPUS-DROP", 12, "Campus: leaves", "Campus: termina", frozenset({SEX, ARSON}), "Left on",
                counts="CAMPUS", changes=("SCHOOLS",)),
    Transaction("EMPLOYMENT", 13, "Employment", "Empleo", ALL, changes=("JOBS",)),
    Transaction("VEHICLE", 14, "Vehicle", "Vehículo", ALL, changes=("VEHICLES",)),
    Transaction("INTERNET", 15, "Internet identifiers", "Identificadores de internet", frozenset({SEX}), "Changed on",
                counts="ONLINE", changes=("ONLINE",), appears=False),
    Transaction("RELEASED", 16, "Released from custody", "Salida de custodia", ALL, "Released on",
                counts="RELEASED", groups=CORE, registers=True, leads_to="ACTIVE",
                extra=("basis", "custody_days", "same_address", "birthday_inside")),
    Transaction("CORRECTION", 17, "Correction of the record", "Corrección del registro", ALL, appears=False,
                extra=("why", "stays")),
    Transaction("DECEASED", 18, "Deceased", "Fallecimiento", ALL, "Died on", appears=False, leads_to="DECEASED",
                extra=("why",)),
    Transaction("TERMINATED", 19, "Terminated by a court", "Terminado por un tribunal", ALL, "Order of", appears=False,
                leads_to="ENDED", extra=("court", "case_number")),
    Transaction("MAILED", 20, "New address, told by mail", "Nuevo domicilio, por correo", ALL, "Moved in on",
                (), "MAILED", appears=False, extra=("destination", "certified")),
)  # fmt: skip
BY_CODE = {one.code: one for one in TRANSACTIONS}
"""Every transaction by its code."""

COUNTS: dict[tuple[str, str], str] = {
    ("ARRIVED", SEX): "SX1", ("ARRIVED", ARSON): "AR2", ("ARRIVED", GANG): "GA2",
    ("HERE", SEX): "SX1", ("HERE", ARSON): "AR4", ("HERE", GANG): "GA5",
    ("MAILED", SEX): "SX7", ("MAILED", ARSON): "AR4", ("MAILED", GANG): "GA5",
    ("MOVED", SEX): "SX6", ("MOVED", ARSON): "AR4", ("MOVED", GANG): "GA5",
    ("LEAVES", SEX): "SX9", ("LEAVES", ARSON): "AR4", ("LEAVES", GANG): "GA5",
    ("STATUS", SEX): "SX8", ("NAMED", SEX): "SX10", ("ONLINE", SEX): "SX14",
    ("CAMPUS", SEX): "SX12", ("CAMPUS", ARSON): "AR3",
    ("RELEASED", SEX): "SX2", ("RELEASED", ARSON): "AR2", ("RELEASED", GANG): "GA2",
}  # fmt: skip
"""Which rule counts from the event to the visit, by what happened and registry."""


BEFORE = frozenset({"CORRECTION", "DECEASED", "TERMINATED"})
"""Transactions that need no registration before them; of the others only those that register."""


def begins(transaction: Transaction) -> bool:
    """Whether a transaction may be the first of a registration."""
    return (transaction.registers and transaction.code != "ADDRESS") or transaction.code in BEFORE


def allowed(
    registry: str, *, svp: bool, transient: bool, online: bool, annual: bool, new: bool = False
) -> tuple[Transaction, ...]:
    """The transactions of a registry that this registrant can have; `new` when nobody has registered yet."""
    left_out = {one.code for one in TRANSACTIONS if new and not begins(one)}
    if not annual:
        left_out.add("ANNUAL")
    if not svp:
        left_out.add("SVP-90")
    left_out.add("TRANSIENT" if transient else "TRANSIENT-30")
    if not online:
        left_out.add("INTERNET")
    return tuple(one for one in TRANSACTIONS if registry in one.registries and one.code not in left_out)


PROOFS = (*PROOF_KINDS, ("NONE", "None yet: to follow"))
"""Proof of residence; `NONE` never blocks, it is due later (SX15)."""
