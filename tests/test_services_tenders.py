"""Lines that name their tenders are paid by those, alone or beside other lines."""

from __future__ import annotations

import pytest

from data.services import Line
from data.services.returned import TENDERS as RETURNED
from data.services.tender_rules import refused_tender

IMPOUND = ("CA", "MO", "CC")
FEE = Line("IM", "Impound fee", 18000, (), tenders=IMPOUND)
CHECK = Line("NS", "Returned check", 8800, (), tenders=RETURNED)
WATER = Line("UB", "Water bill", 5000, ())


@pytest.mark.parametrize(
    ("lines", "paid", "refused"),
    [
        ([FEE], {"CA": 18000}, ""),
        ([FEE], {"MO": 10000, "CC": 8000}, ""),
        ([FEE], {"CD": 18000}, "Impound fee: only cash, money order or cashier's check."),
        ([FEE], {"CA": 17999, "CK": 1}, "Impound fee: only cash, money order or cashier's check."),
        ([FEE, WATER], {"CA": 18000, "CK": 5000}, ""),
        ([WATER, FEE], {"CA": 5000, "CD": 18000}, "Impound fee: only cash, money order or cashier's check."),
        ([CHECK], {"CD": 8800}, ""),
        ([CHECK], {"CK": 8800}, "Returned check: only cash, money order, cashier's check or card."),
        ([FEE, CHECK], {"CA": 18000, "CD": 8800}, ""),
        ([CHECK, FEE], {"CA": 8800, "CD": 18000}, "Impound fee: only cash, money order or cashier's check."),
        ([CHECK, FEE, WATER], {"CA": 26800, "CK": 5000}, ""),
        ([WATER], {"CK": 5000}, ""),
        ([], {}, ""),
    ],
)
def test_the_named_tenders_must_cover_their_lines(lines: list[Line], paid: dict[str, int], refused: str) -> None:
    assert refused_tender(lines, paid) == refused
