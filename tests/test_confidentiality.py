"""The page for the security officer names tests that exist, and claims no certification."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "confidentiality.md").read_text(encoding="utf-8")
CONTROLS = (
    "AC-2", "AC-2(3)", "AC-3", "AC-6", "AC-7", "AC-8", "AC-11", "AC-11(1)", "SC-10", "PS-3", "PS-4", "IA-2", "IA-2(1)",
    "IA-4", "IA-5", "IA-5(1)", "IA-11", "AT-2", "AU-2", "AU-3", "AU-3(3)", "AU-5", "AU-6", "AU-8", "AU-9", "AU-11",
    "SI-10", "SI-11", "PE-5", "PE-8", "SC-12", "SC-28", "CP-9", "MP-2", "IR-6",
)  # fmt: skip


def declared() -> set[str]:
    """The names of all tests."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    return {name for text in texts for name in re.findall(r"^(?:async )?def (test_\w+)", text, re.MULTILINE)}


def test_every_requirement_has_a_test_that_exists() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| control")]
    assert len(rows) > 30
    without = [row for row in rows if not re.search(r"`test_\w+`", row.rsplit("|", 2)[1])]
    assert without == []
    assert set(re.findall(r"`(test_\w+)`", PAGE)) - declared() == set()


def test_every_control_of_the_sheet_is_on_the_page() -> None:
    first = " ".join(line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| "))
    assert [control for control in CONTROLS if control not in first] == []


def test_nothing_is_claimed_about_certification() -> None:
    assert "**Not CJIS-assessed.**" in PAGE
    assert not re.search(r"\b(certified|CJIS[- ]compliant|guarantee)", PAGE, re.IGNORECASE)
