"""Names made of markup, escapes, direction marks, wide and endless characters are only text; so is what is pasted."""

from __future__ import annotations

import importlib
import pkgutil
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import Clerk, Counter, InProcess, in_process, opened_counter
from textual.events import Paste

import data
import data.find_index
import screens
from data.catalog import Catalog
from data.clock import FixedClock
from data.fields import Field, FieldError, Text
from data.forms import Form
from data.tenders import KINDS
from data.text import BIDI_CONTROLS
from screens.entry import EntryDisplay

TITLE, RED, CLEAR, C1 = "\x1b]0;PWNED\x07", "\x1b[31mRED", "\x1b[2J\x1b[H", "\x9b31m"
NAMES = {
    "10004567": "Qq [/nope] [bold red]loud[/] \\[x] {y}",
    "10004049": f"Qq {TITLE}{RED} Escape",
    "10004063": f"Qq {CLEAR}{C1} Clear\r\n\tTab",
    "10004070": "Qq \u202eright to left\u202c \u200fmark \u2066isolate\u2069",
    "10004084": "Qq " + "W" * 200,
    "10004091": "Qq 日本語の名前テスト 山田太郎",
    "10004098": "Qq Zo\u0308e\u0301\u0302\u0303\u0304 👩‍👩‍👧 ﷽",
}
"""Names that nobody could type, put straight into the store, by account."""
_CONTROLS = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # the program's own: colors, cursor, modes
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][0-9A-B]|\x1b[=>78M]|\x1bP[^\x1b]*\x1b\\"
)


@pytest.fixture
def counter(run_folder: Path, tmp_path: Path) -> Iterator[Counter]:
    """A city in which everything that has a name has a hostile one."""
    with opened_counter(run_folder, tmp_path) as found:
        with found.store() as store:
            with store.writing():
                for number, name in NAMES.items():
                    store.run("UPDATE customers SET name = ?, mail_street = ?, care_of = ? WHERE id = (SELECT "
                              "customer_id FROM accounts WHERE number = ?)", name, name, name, number)  # fmt: skip
                    store.run("UPDATE premises SET street = ?, unit = ? WHERE id = (SELECT premise_id FROM accounts "
                              "WHERE number = ?)", name, name, number)  # fmt: skip
                    account = store.value("SELECT id FROM accounts WHERE number = ?", number)
                    store.insert("notes", account_id=account, alert=1, text=name, at=store.now(), user_id=1)
                    store.insert("contacts", account_id=account, at=store.now(), user_id=1, channel="PHONE",
                                 subject=name, text=name)  # fmt: skip
                for table, shown, column, key, name in (
                    ("charge_codes", "title", "code", "COPIES", "".join(NAMES.values())),
                    ("pass_products", "title", "code", "DAY-A", NAMES["10004049"]),
                    ("users", "name", "number", "103", NAMES["10004049"]),
                ):
                    store.run(f"UPDATE {table} SET {shown} = ? WHERE {column} = ?", name, key)
                    store.vouch(table, store.value(f"SELECT id FROM {table} WHERE {column} = ?", key))
                store.run("UPDATE bill_lines SET description = ?", NAMES["10004063"])
            data.find_index.rebuild(store)
        yield found


def screens_of(clerk: Clerk, number: str) -> None:
    """Everything that shows an account: found, displayed, each view behind it, paid, suspended."""
    clerk.type(f"{number}\n")
    clerk.at("ACC010")
    for option in "23456789":
        clerk.type(f"{option}\n", "F12")
    clerk.rests()
    clerk.type("F3", f"UB {number} 100\n")
    clerk.at("PAY020")
    clerk.type("\n")
    clerk.at("MENU")
    clerk.type("1\n1\n", number, "\n")
    clerk.at("UB10")
    clerk.type("5000", "F2")
    clerk.at("PAY010")
    clerk.type("F3")
    clerk.at("MENU")


def test_stored_text_reaches_the_terminal_only_as_text(counter: Counter) -> None:
    clerk = counter.start()
    clerk.sign_on()
    clerk.open_drawer()
    for number in NAMES:
        screens_of(clerk, number)
    clerk.type("F7", "qq\n")
    clerk.at("FND020")
    clerk.type("F12", "F3")
    clerk.type("MC COPIES 250\n\n", "5\n")
    clerk.at("WRK010")
    clerk.type("F3", "4.1\n1\n")
    clerk.at("RCP015")
    clerk.type("F3", "4.2\n", "F3", "4.3\n", "F3", "4.4\n")
    clerk.at("PRT020")
    clerk.type("PageUp", "PageUp", "F3", "7\n", "F3", "CUSTOMERS\n", "Qq\n")
    clerk.at("CUSTOMERS")
    clerk.type("5\n", "F12", "2\n", "F12", "F3", "3.5\n")
    clerk.at("DRW050")
    clerk.type("F3", "90\n")
    clerk.at("SGN010")
    clerk.rests()
    raw = bytes(clerk.terminal.raw)
    for payload in (TITLE, RED, CLEAR + C1, C1, *BIDI_CONTROLS):
        assert payload.encode() not in raw, repr(payload)
    plain = _CONTROLS.sub(b"", raw).decode()
    left = [at for at, character in enumerate(plain) if unicodedata.category(character) == "Cc"]
    assert not [plain[at : at + 20] for at in left if plain[at] not in "\r\n\x07\x08\x0f\x0e"]
    assert "PWNED" in plain, "the name itself is shown"
    assert counter.run("verify").returncode == 0


# what is typed and pasted

PASTES = (
    "\x1b]0;PWNED\x07", "[/nope]", "a\tb", "\x00\x01\x02", "\u202eabc", "1" * 500, "W" * 500, "日本語", "🏴‍☠️" * 50,
    "e\u0301" * 100, "12\n34", "", "\x9b31m", "'; DROP TABLE users;--", "%n%s{0}", "-0", "١٢٣", "½", "1e9", "NaN",
)  # fmt: skip


WORST = ("\x1b]0;PWNED\x07", "\u202eabc", "W" * 500, "\x9b31m")
"""Of these, what is tried in every kind of field; the rest in the forms of the services."""


def forms() -> dict[str, Form]:
    """Every form that is declared anywhere, by its id; of the police desk too."""
    catalog = Catalog.standard()
    found = [service.form for service in catalog.services] + [register.form for register in catalog.registers]
    found += [kind.form for kind in KINDS.values()]
    for package in (data, screens):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in info.name:
                declared = vars(importlib.import_module(info.name)).values()
                found += [thing for thing in declared if isinstance(thing, Form)]
    return {form.code: form for form in found}


def kinds() -> set[type[Field]]:
    """Every kind of field that a form of this program has."""
    return {type(kind) for form in forms().values() for kind in form.fields.values()}


async def put(counter: InProcess, display: EntryDisplay, name: str, paste: str) -> str:
    """Paste into a field, try to leave it, and give the field's text."""
    app, panel = counter.app, display.panel
    panel.move_to(name)
    panel.set_text(name, "")
    app.post_message(Paste(paste))
    await app.gate.idle()
    await counter.type_now("tab")
    if app.gate.lock.locked:
        await counter.type_now("backspace")
    return panel.texts()[name]


PARTS = 4


def tried() -> list[tuple[Form, list[str], tuple[str, ...]]]:
    """What is tried: every field of the services' forms; of the others one field of each kind, width and limits."""
    thorough = {service.form.code for service in Catalog.standard().services}
    seen: set[tuple[object, ...]] = set()
    found = []
    for form in sorted(forms().values(), key=lambda form: form.code not in thorough):
        names = []
        for name, kind in form.fields.items():
            limits = {fact: value for fact, value in vars(kind).items() if fact not in WORDS}
            alike = (type(kind), *limits.items())
            if not kind.protected and (form.code in thorough or alike not in seen):
                names.append(name)
            seen.add(alike)
        found.append((form, names, PASTES if form.code in thorough else WORST))
    return [(form, names, pastes) for form, names, pastes in found if names]


WORDS = frozenset({"label", "help", "default", "options", "policy", "required"})
"""What fields differ by without taking another text."""


@pytest.mark.parametrize("part", range(PARTS))
async def test_a_field_takes_text_or_refuses_it(part: int, run_folder: Path, tmp_path: Path) -> None:
    wrong: list[tuple[str, ...]] = []
    url = sqlite_url(run_folder, tmp_path / "city.db", "city")
    async with in_process(url, FixedClock(MONDAY)) as counter:
        await counter.sign_on("301")
        display = counter.app.free_display(EntryDisplay)
        await counter.app.push_screen(display)
        for form, names, pastes in tried()[part::PARTS]:
            display.load(form)
            await counter.settle()
            for name in names:
                for paste in pastes:
                    text = await put(counter, display, name, paste)
                    if not fits(form.fields[name], text):
                        wrong.append((form.code, name, paste, text))
        assert counter.app.is_running
        assert counter.app.screen is display
    assert not wrong


def fits(kind: Field, text: str) -> bool:
    """Whether a field's text is plain and no longer than the field, or the way its value is shown."""
    plain = not text or (text.isprintable() and not set(text) & BIDI_CONTROLS)
    return plain and (len(text) <= kind.width or kind.show(kind.clean(text)) == text)


CONTROLS = ("\x1b]0;PWNED\x07", "\x1b[31m", "\x9b31m", "\x00", "\x7f", "\x1b", "\u202e", "\u2066", "\x85", "a\x1b[2Jb")
"""What no kind of field may let through, however it comes in: typed, pasted, scanned or imported."""


@pytest.mark.parametrize("kind", sorted(kinds(), key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_no_kind_of_field_cleans_a_control_into_a_value(kind: type[Field]) -> None:
    """The same rule serves the screen and the imports."""
    fields = [field for form in forms().values() for field in form.fields.values() if type(field) is kind]
    for field in fields:
        for hostile in CONTROLS:
            try:
                value = field.clean(hostile)
            except FieldError:
                continue
            shown = "" if field.secret else field.show(value)
            assert not shown or (shown.isprintable() and not set(shown) & BIDI_CONTROLS), (field.label, hostile)


def test_a_hostile_text_in_a_field_would_be_noticed() -> None:
    assert not fits(Text("Name", 10), "\x1b[31m")
    assert not fits(Text("Name", 10), "\u202eabc")
