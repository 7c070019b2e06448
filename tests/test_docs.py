"""The documents say what the program does: keys, codes, commands, links, and the screens it really shows."""

from __future__ import annotations

import argparse
import asyncio
import html
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from counter_tui import cli
from data.catalog import Catalog
from data.tenders import KINDS
from screens.keys import KEYS, key_name
from screens.menus import directory

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(#[^)]*)?\)")
STAND_INS = {"Alt+Minus": "Alt+-", "Alt+Equals_sign": "Alt+="}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(document: str, heading: str) -> list[list[str]]:
    """The cells of every table row under a heading, without the head."""
    section = document.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    found = [line for line in section.splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in found]


@pytest.fixture(scope="module")
def shots() -> ModuleType:
    """`docs/take_screenshots.py` as a module."""
    path = ROOT / "docs" / "take_screenshots.py"
    spec = importlib.util.spec_from_file_location("take_screenshots", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["take_screenshots"] = module
    sys.path.insert(0, str(path.parent))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(path.parent))
    return module


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path):
    targets = [target for target, _ in LINK.findall(path.read_text(encoding="utf-8"))]
    missing = [target for target in targets if "://" not in target and not (path.parent / target).exists()]
    assert missing == []


def test_every_key_is_explained_as_it_is_declared():
    declared = [
        [
            key_name(key.key),
            key.title,
            key.help,
            ", ".join(STAND_INS.get(key_name(one), key_name(one)) for one in key.alternates),
        ]
        for key in KEYS
    ]
    assert rows(text("docs/keys.md"), "Keys")[1:] == declared


def test_every_code_is_in_the_guide_with_what_it_starts():
    programs = directory(Catalog.standard()).programs
    declared = [[code, program.number, program.title] for code, program in programs.items()]
    assert rows(text("docs/keys.md"), "Codes")[1:] == sorted(
        declared, key=lambda row: list(map(int, row[1].split(".")))
    )


def test_every_service_and_tender_of_the_guide_is_one():
    services = [[one.code, f"1, then {one.number}", one.title] for one in Catalog.standard().services]
    tenders = [[str(one.number), one.code, one.title] for one in KINDS.values()]
    listed = [row[:3] for row in rows(text("docs/keys.md"), "Payments in one line")]
    assert [row for row in listed if row in services] == services
    assert [row for row in listed if row in tenders] == tenders


def test_the_clerks_guide_names_the_services_by_their_numbers():
    listed = rows(text("docs/counter-day.md"), "Other services (U5, G2, G3)")[1:]
    assert [row[:2] for row in listed] == [[str(one.number), one.code] for one in Catalog.standard().services]


def test_every_menu_number_in_the_guides_is_on_a_menu():
    found = directory(Catalog.standard())
    for path in GUIDES:
        for number in re.findall(r"`([1-9]\.\d{1,2})`", path.read_text(encoding="utf-8")):
            assert found.find(number) is not None, f"{path.name}: {number}"


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    actions = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(actions[0].choices) if actions else {}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_in_the_documents_exists(path: Path):
    known = _commands(cli.parser())
    for words in re.findall(r"(?:^    |`)counter-tui ([a-z].*?)(?:`|\n|$)", path.read_text(encoding="utf-8"), re.M):
        name, _, rest = words.partition(" ")
        assert name in known, f"{path.name}: counter-tui {words}"
        for option in re.findall(r"--[a-z-]+", rest):
            parsers = [known[name], *_commands(known[name]).values()]
            assert any(option in one._option_string_actions for one in parsers), f"{path.name}: {words}"


def test_every_make_target_in_the_documents_exists():
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.M))
    for path in DOCUMENTS:
        for target in re.findall(r"(?:^    |`)make ([a-z]+)", path.read_text(encoding="utf-8"), re.M):
            assert target in targets, f"{path.name}: make {target}"


def test_every_dependency_has_a_reason():
    listed = {row[0].lower() for row in rows(text("CONTRIBUTING.md"), "What it is built on")} - {"package"}
    section = text("pyproject.toml").split("dependencies = [", 1)[1].split("[project.scripts]", 1)[0]
    declared = {name.lower() for name in re.findall(r'^ +"([A-Za-z0-9-]+)', section, re.M)}
    assert listed == declared


def test_the_documents_show_what_the_program_shows(shots: ModuleType, tmp_path: Path):
    """The days are played again; a difference means: run `python docs/take_screenshots.py` and read what changed."""
    screens = asyncio.run(shots.play(tmp_path))
    for path in shots.files():
        document = path.read_text(encoding="utf-8")
        assert shots.with_screens(document, screens) == document, path.name
    for name in shots.PICTURES:
        assert _picture(text(f"docs/screens/{name}.svg")) == screens[name].text.split(), name
    _finance_receives(tmp_path / "office" / "var" / "outbox")


def _finance_receives(outbox: Path) -> None:
    """The files that the office's two days left are those of the guide, and the ledger's begins as shown there."""
    guide = text("docs/from-mail-to-bank.md")
    (shown,) = re.findall(r"```csv\n(.*?)```", guide, re.DOTALL)
    assert (outbox / "GL_20260731_01.csv").read_bytes().decode().replace("\r\n", "\n").startswith(shown)
    named = {cell for row in rows(guide, "What finance receives") for cell in re.findall(r"[\w-]+\.csv", row[0])}
    assert {path.name for path in outbox.glob("[GAp]*.csv")} - {"GL_20260731_01.csv"} == named


def _picture(svg: str) -> list[str]:
    """The words of a picture from top to bottom, left to right, without its title."""
    found = re.findall(r'<text class="counter-r\d+" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', svg)
    ordered = sorted(found, key=lambda one: (float(one[1]), float(one[0])))
    return html.unescape(" ".join(word for _, _, word in ordered)).split()


def test_the_readmes_pictures_show_what_it_says():
    pictures = dict(re.findall(r"!\[([^\]]*)\]\((docs/screens/[\w-]+\.svg)\)", text("README.md")))
    account, change = (" ".join(_picture(text(path))) for path in pictures.values())
    assert "Usage by month" in account
    assert "Due now" in account
    assert "CHANGE" in change
    assert "Water bill" in change
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", text("docs/screens/account.svg"))
