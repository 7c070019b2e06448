"""Code tables of the police desk (NCIC, California DOJ): looked up, never composed from parts.

Tables are data: the program brings starter rows, an agency loads its own full tables (`data.police.codes_import`). A
code that is no longer in its table stays readable on old records and cannot be newly chosen.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.store import Store
from data.text import fold

ACTIVE, WARN, RETIRED = "ACTIVE", "WARN", "RETIRED"
STARTER = Path(__file__).with_name("starter_codes.csv")
"""The rows the program brings: table, code, meaning, release, status, restricted, English and Spanish label."""


@dataclass(frozen=True)
class Table:
    """A table's name, title, and the most characters a code may have; longer ones up to `warned` get a warning."""

    name: str
    title: str
    length: int
    warned: int = 0


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("SEX", "Sex", 1),
        Table("RAC", "Race (California)", 1),
        Table("RAN", "Race (NCIC)", 1),
        Table("RAX", "Race: California to NCIC", 1),
        Table("ETN", "Ethnicity", 1),
        Table("EYE", "Eyes", 3),
        Table("HAI", "Hair", 3),
        Table("SKN", "Skin", 3),
        Table("BLD", "Build", 3),
        Table("BLT", "Blood type", 5),
        Table("CMC", "Caution", 2),
        Table("MNU", "Prefix of a miscellaneous number", 2),
        Table("SMT", "Scar, mark, tattoo", 10, 11),
        Table("POB", "Place: birth, citizenship, plate", 2),
        Table("VCO", "Vehicle color", 7),
        Table("VST", "Vehicle style", 2),
        Table("LIT", "Plate type", 2),
        Table("VMA", "Vehicle make", 24),
        Table("FGP", "Finger position", 2),
        Table("FPC", "Fingerprint pattern", 2),
        Table("OFF", "Offense", 4),
    )
}
"""Every table (lengths: NCIC and EBTS)."""
SAME = {"CTZ": "POB", "LIS": "POB"}
"""Names under which a table is also known: one table of places serves birth, citizenship and plates."""

_ROW = "SELECT code, meaning, status, restricted, label_en, label_es, synonyms FROM code_values"


@dataclass(frozen=True)
class Value:
    """One code. `meaning` is the published one; `label` is what is shown."""

    code: str
    meaning: str
    status: str = ACTIVE
    restricted: bool = False
    """Medical data: booking and officer roles; never on a registrant's receipt."""
    label_en: str = ""
    label_es: str = ""
    synonyms: str = ""
    """Other meanings of the same code, one per line."""

    @property
    def label(self) -> str:
        """The English label: the agency's neutral one where there is one."""
        return self.label_en or self.meaning

    def named(self, text: str) -> bool:
        """Whether a folded text is its label or one of its meanings."""
        return text in {fold(one) for one in (self.label_en, self.meaning, *self.synonyms.split("\n")) if one}


def table_of(name: str) -> Table:
    """A table by its name or other name. Raises `KeyError` with a sentence."""
    wanted = name.strip().upper()
    found = TABLES.get(SAME.get(wanted, wanted))
    if found is None:
        raise KeyError(f"There is no code table {wanted}. Known: {', '.join([*TABLES, *SAME])}.")
    return found


def values(store: Store, table: str, *, retired: bool = False) -> list[Value]:
    """The codes of a table in the order of its pickers, those that may be newly chosen unless `retired`."""
    name = table_of(table).name
    condition = "" if retired else f" AND status <> '{RETIRED}'"
    return [_value(row) for row in store.rows(f"{_ROW} WHERE table_name = ?{condition} ORDER BY sort, code", name)]


def choices(store: Store, table: str, kept: str = "") -> tuple[tuple[str, str], ...]:
    """Pairs of code and label for a picker; `kept` is a code on the record that may stay though it is retired."""
    found = values(store, table)
    if kept and all(one.code != kept for one in found) and (old := value(store, table, kept)):
        found.append(old)
    return tuple((one.code, _picked(one)) for one in found)


def _picked(one: Value) -> str:
    return f"{one.label} (no longer in the table)" if one.status == RETIRED else one.label


def value(store: Store, table: str, code: str) -> Value | None:
    """One code of a table, retired ones too; None when it was never in it."""
    row = store.row(f"{_ROW} WHERE table_name = ? AND code = ?", table_of(table).name, code)
    return _value(row) if row else None


def label(store: Store, table: str, code: str) -> str:
    """What a code means, in words for a screen; the code itself when the table never had it."""
    found = value(store, table, code) if code else None
    return found.label if found else code


def _value(row: Sequence[object]) -> Value:
    code, meaning, status, restricted, label_en, label_es, synonyms = row
    return Value(str(code), str(meaning), str(status), bool(restricted), str(label_en), str(label_es), str(synonyms))


def ncic_race(store: Store, code: str) -> str:
    """The NCIC race code of a California one, by the mapping table RAX; `U` when it has no row."""
    found = value(store, "RAX", code)
    return found.meaning if found else "U"


def starter_rows() -> Iterator[dict[str, str]]:
    """The rows the program brings."""
    with STARTER.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load_starter(store: Store) -> int:
    """Load the starter rows of every table that is empty; the number of codes loaded."""
    filled = {str(name) for (name,) in store.rows("SELECT DISTINCT table_name FROM code_values")}
    dated = store.clock.today().isoformat()
    loaded = 0
    with store.writing():
        for sort, row in enumerate(starter_rows()):
            if row["table"] in filled:
                continue
            loaded += 1
            store.insert(
                "code_values", table_name=row["table"], code=row["code"], meaning=row["meaning"], sort=sort,
                release=row["release"], status=row["status"].upper(), restricted=int(row["restricted"] == "Y"),
                label_en=row["label_en"], label_es=row["label_es"], source="starter", dated=dated,
            )  # fmt: skip
    return loaded
