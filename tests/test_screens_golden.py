"""Every form, list and menu as 80 by 24 characters, compared with what was read and found good."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
from pathlib import Path

import pytest
from counter import InProcess
from screens_sample import GROUPS, Group, Scene, shown

import data
import screens
from data.catalog import Catalog
from data.forms import Form
from data.tenders import KINDS
from screens.display import Display
from screens.keys import EVERYWHERE
from screens.listing import ListDisplay

FOLDER = Path(__file__).parent / "golden" / "screens"
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))
_MADE_ANEW = {
    re.compile(r"\b[0-9A-Fa-f]{4} [0-9A-Fa-f]{4}\b(?=\s*$)", re.MULTILINE): "0000 0000",
    re.compile(r"\b(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}\b"): " ".join(["AAAA"] * 8),
    re.compile(r"[▀▄█][▀▄█ ]{35}[▀▄█]"): "▒" * 37,
}
"""What is another in every store: the head of the chain, the key of a second factor and its picture."""


def differs(name: str, text: str) -> bool:
    """Whether a display is not the one stored; writes it instead with UPDATE_GOLDEN=1 in the environment."""
    path = FOLDER / f"{name}.txt"
    for pattern, instead in _MADE_ANEW.items():
        text = pattern.sub(instead, text)
    if UPDATE:
        FOLDER.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return not path.exists() or path.read_text(encoding="utf-8") != text


def faults(scene: Scene, counter: InProcess) -> list[str]:
    """What is wrong with a display, whatever its text."""
    display, rows = counter.app.screen, counter.text.split("\n")
    assert isinstance(display, Display)
    found = []
    if scene.program and display.program != scene.program:
        found.append(f"{display.program} instead of {scene.program}")
    if not rows[22].startswith(" F1="):
        found.append("no legend in row 23")
    needed = [id for id in display.shown_keys if id not in EVERYWHERE]
    wanted = counter.app.keymap.legend(needed, 1000, display.legend_words)
    if missing := [entry for entry in wanted.split("  ") if entry not in rows[22]]:
        found.append(f"not in the legend: {missing}")
    body = rows[:4] if isinstance(display, ListDisplay) else rows[:23]
    found += [f"cut: {row.strip()}" for row in body if "…" in row.replace("More…", "")]
    return [f"{scene.name}: {fault}" for fault in found]


@pytest.mark.parametrize("group", GROUPS, ids=[group.name for group in GROUPS])
async def test_every_display(group: Group, run_folder: Path, tmp_path: Path) -> None:
    wrong: list[str] = []
    async for scene, counter in shown(group, run_folder, tmp_path):
        wrong += faults(scene, counter)
        if differs(scene.name, counter.text):
            wrong.append(f"{scene.name} differs from golden/screens/{scene.name}.txt (UPDATE_GOLDEN=1 writes it)")
    assert not wrong, "\n".join(wrong)


NEVER_SHOWN = frozenset({"TND001", "CIT011", "IMP011", "RID011", "SUB011", "VIS011"})
"""Cash is typed on the tender display itself; the others name every field of a record for its history."""
TRIED_ELSEWHERE = frozenset({"BOK046", "BOK060", "BOK080", "BOK090", "LCK011", "RET036"})
"""Forms that need a camera, a juvenile, a receiver or six photographs first (`tests/test_bookings_screens.py`), twelve
hours (`tests/test_second_factor.py`) or thirty days (`tests/test_returned_screen.py`)."""
OVER_OTHERS = frozenset({"APV010"})
"""A form in a window over another display, whose id stays in row 1."""


def declared() -> dict[str, set[int]]:
    """The ids of every form that is declared anywhere, and which objects have it."""
    known = Catalog.standard()
    forms = [owner.form for owner in (*known.services, *known.registers, *KINDS.values())]
    for package in (data, screens):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in info.name:
                things = vars(importlib.import_module(info.name)).values()
                forms += [thing for thing in things if isinstance(thing, Form)]
    found: dict[str, set[int]] = {}
    for form in forms:
        found.setdefault(form.code, set()).add(id(form))
    return found


def test_every_declared_form_has_its_golden_screen() -> None:
    folders = (FOLDER, FOLDER.parent / "training", FOLDER.parent / "shifts")
    pages = (page for folder in folders for page in folder.glob("*.txt"))
    shown_ids = {path.read_text(encoding="utf-8").split()[0] for path in pages}
    missing = declared().keys() - NEVER_SHOWN - OVER_OTHERS - TRIED_ELSEWHERE - shown_ids
    assert not missing, f"Add a scene to tests/screens_sample.py for {sorted(missing)}."


def test_no_two_forms_share_an_id() -> None:
    """Else the golden screen of one would stand for both."""
    assert [code for code, forms in declared().items() if len(forms) > 1] == []


def test_no_two_displays_share_a_golden_screen() -> None:
    names = [scene.name for group in GROUPS for scene in group.scenes]
    assert sorted(names) == sorted(set(names))


def test_no_golden_screen_is_left_over() -> None:
    names = {scene.name for group in GROUPS for scene in group.scenes}
    assert {path.stem for path in FOLDER.glob("*.txt")} == names
    assert all(len(path.read_text(encoding="utf-8").split("\n")) == 25 for path in FOLDER.glob("*.txt"))


@pytest.mark.parametrize("group", GROUPS, ids=[group.name for group in GROUPS])
async def test_a_large_terminal_shows_them_too(group: Group, run_folder: Path, tmp_path: Path) -> None:
    wrong = []
    async for scene, counter in shown(group, run_folder, tmp_path, (132, 43)):
        rows = counter.text.split("\n")
        if len(rows) != 44 or not rows[41].startswith(" F1="):
            wrong.append(scene.name)
        elif scene.program and counter.program != scene.program:
            wrong.append(f"{scene.name}: {counter.program}")
    assert not wrong
