"""What is never charged for: a criminal registration (Penal Code 290). No setting, role or approval changes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.services import Line

REGISTRATION = re.compile(r"\bREG-\d{4}-\d{5}\b", re.IGNORECASE)
"""The number of a registration, as it stands on a registrant's papers."""


def refused(lines: Iterable[Line]) -> str:
    """The sentence for a payment that names a registration anywhere on a line; empty when none does."""
    for line in lines:
        said = (line.reference, line.description, line.customer, *map(str, line.detail.values()))
        if REGISTRATION.search("\n".join(said)):
            return "A registration is free of charge (Penal Code 290). No money is taken for it."
    return ""
