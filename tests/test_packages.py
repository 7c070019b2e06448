"""Each package in a fresh process: what comes with it, what must not, and what an import may never do; the wheel."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("counter_tui", "screens", "devices", "data")
FORBIDDEN = {
    "counter_tui": (),
    "screens": ("escpos", "serial", "reportlab"),
    "devices": ("data", "screens", "counter_tui", "textual", "rich", "peewee", "escpos"),
    "data": ("devices", "screens", "counter_tui", "textual", "rich", "escpos", "serial", "reportlab"),
}
"""What importing every module of a package must not bring with it."""
BARE = ("screens.panel", "screens.worklist", "screens.frame", "screens.keys", "screens.themes", "screens.surface")
"""The widgets everything is drawn with: they know no records at all."""

IMPORT_ALL = """
import importlib, json, sys

seen = []
def watch(event, arguments):
    if event == "open":
        path, mode, _ = arguments
        if isinstance(mode, str) and set(mode) & set("wax+"):
            seen.append(f"opens {path} to write")
    elif event in ("socket.connect", "sqlite3.connect", "_thread.start_new_thread", "subprocess.Popen"):
        seen.append(event)

sys.addaudithook(watch)
sys.dont_write_bytecode = True
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps({"seen": seen, "modules": sorted({name.partition(".")[0] for name in sys.modules})}))
"""


def _modules(package: str) -> list[str]:
    """Every module of a package, without the migrations and what starts the program by being run."""
    found = []
    for path in sorted((ROOT / package).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if ".migrations." not in name and not name.endswith("__main__"):
            found.append(name.removesuffix(".__init__"))
    return found


def _import(*names: str) -> dict[str, list[str]]:
    """Import modules in a fresh process; what they did and which top-level modules came with them."""
    return dict(json.loads(_python(IMPORT_ALL, *names)))


def _python(script: str, *arguments: str) -> str:
    """What a script prints in a fresh process with nothing of this one's environment."""
    child = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, text=True, env={"PATH": "/usr/bin"}
    )
    assert child.returncode == 0, child.stderr
    return child.stdout


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_brings_only_what_it_may_and_does_nothing(package: str) -> None:
    result = _import(*_modules(package))
    assert [name for name in FORBIDDEN[package] if name in result["modules"]] == []
    assert result["seen"] == []


def test_the_widgets_know_no_records() -> None:
    loaded = _import(*BARE)["modules"]
    assert [name for name in ("peewee", "playhouse", "sqlcipher3", "psycopg", "argon2") if name in loaded] == []
    assert "textual" in loaded


@pytest.mark.parametrize(("url", "drivers"), [("sqlite:///var/x.db", []), ("postgresql://c@/x", ["psycopg"])])
def test_a_sqlite_program_loads_no_server_driver(url: str, drivers: list[str]) -> None:
    script = (
        "import json, sys; from data.engine import prepare; prepare(sys.argv[1]); import data.store; "
        "print(json.dumps([name for name in ('psycopg', 'psycopg2', 'pymysql') if name in sys.modules]))"
    )
    assert json.loads(_python(script, url)) == drivers


def test_a_sqlite_program_says_so_when_asked_for_a_server() -> None:
    script = (
        "from data.engine import prepare; prepare('sqlite:///x.db'); from data.store import Store, StoreError\n"
        "from data.clock import SystemClock\n"
        "try: Store('postgresql://c@/x', SystemClock())\n"
        "except StoreError as error: print(error)"
    )
    assert "was started for a SQLite store" in _python(script)


def test_the_wheel_holds_every_package_and_its_data(tmp_path: Path) -> None:
    build = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert build.returncode == 0, build.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    expected = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in path.relative_to(ROOT).parts)
    }
    assert sorted(expected - names) == []
    assert {"data/migrations/0001_counter.py", "data/banned_passwords.txt", "data/py.typed"} <= names
    stray = [name for name in names if not name.startswith((*PACKAGES, "counter_tui-"))]
    assert stray == []
    metadata = next(name for name in names if name.endswith("entry_points.txt"))
    with zipfile.ZipFile(wheel) as archive:
        assert b"counter-tui = counter_tui.__main__:main" in archive.read(metadata)
