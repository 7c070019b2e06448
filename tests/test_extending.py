"""The page on adding a service and a register is true: its code is taken from it and run."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from uuid import uuid4

import pytest
from services_sample import fill, load_rows

import data
import data.services
from data import corrections, drawers, ledger
from data.catalog import Catalog
from data.charges_register import CHARGE_CODES
from data.forms import FormError
from data.ledger import Item
from data.permissions import Refused
from data.records import history, record, remove, save
from data.registers import page
from data.sample import rows_authority, rows_ledger
from data.session import Session
from data.store import Store
from data.tenders import Tender

PAGE = Path(__file__).parent.parent / "docs" / "extending.md"
BLOCKS = dict(re.findall(r"```python\n# (\S+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))
SERVICE, MIGRATION, REGISTER = (
    "data/services/dog_license.py",
    "data/migrations/0090_lost_items.py",
    "data/lost_items.py",
)

Add = Callable[[str], ModuleType]


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Add]:
    """Put a block of the page where its first line says, in a copy of the tree beside the real one."""
    names: list[str] = []

    def added(path: str) -> ModuleType:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(BLOCKS[path], encoding="utf-8")
        name = path.removesuffix(".py").replace("/", ".")
        names.append(name)
        importlib.invalidate_caches()
        return importlib.import_module(name)

    monkeypatch.setattr(data, "__path__", [*data.__path__, str(tmp_path / "data")])
    monkeypatch.setattr(data.services, "__path__", [*data.services.__path__, str(tmp_path / "data" / "services")])
    yield added
    for name in names:
        sys.modules.pop(name, None)
        parent, _, child = name.rpartition(".")
        sys.modules[parent].__dict__.pop(child, None)


def migrate(store: Store) -> None:
    """Run the page's migration."""
    scope: dict[str, Callable[[object, object], None]] = {}
    exec(compile(BLOCKS[MIGRATION], MIGRATION, "exec"), scope)
    with store.writing():
        scope["up"](None, store.db)


def test_the_page_holds_the_three_modules() -> None:
    assert list(BLOCKS) == [SERVICE, MIGRATION, REGISTER]
    assert all(len(line) <= 120 for block in BLOCKS.values() for line in block.splitlines())


@pytest.fixture
def clerk(store: Store, session_of, confirmed) -> Session:
    """A supervisor with an open drawer, and the rows that the page says finance adds."""
    load_rows(store)
    rows_authority.load(store)
    rows_ledger.load(store)
    finance = session_of("FINANCE")
    texts = {"code": "DOG-LICENSE", "title": "Dog license", "gl1": "100-030-4490", "valid_from": "010126"}
    values = CHARGE_CODES.form.clean({**CHARGE_CODES.form.opening(), **texts})
    save(store, finance, CHARGE_CODES, None, values, approval=confirmed(finance))
    with store.writing():
        for name, cents in (("fee.dog", "4000"), ("fee.dog_neutered", "2000")):
            store.insert("settings", name=name, value=cents, unit="cents", valid_from="2026-01-01")
    session = session_of("SUPERVISOR")
    drawers.open(store, session, "01", 10_000)
    return session


def test_the_service_is_declared_by_its_module_alone(add: Add) -> None:
    before = {service.code for service in Catalog.standard().services}
    add(SERVICE)
    after = Catalog.standard()
    assert {service.code for service in after.services} - before == {"DL"}
    assert after.service("30").title == "Dog license"


def test_the_service_is_shown_posted_and_voided(store: Store, clerk: Session, add: Add) -> None:
    catalog = Catalog().with_(services=[add(SERVICE).SERVICE])
    service = catalog.service("DL")
    assert service.look(store, clerk, {}).lines == ("Neutered 20.00  Otherwise 40.00",)
    chosen = [Item("DL", fill(service, tag="104", owner="Ana Díaz", neutered="N"))]
    (line,) = ledger.preview(store, clerk, catalog, chosen)
    assert (line.amount_cents, line.reference) == (4000, "104")
    receipt = ledger.post(store, clerk, catalog, chosen, [Tender("CA", 4000, 5000)], uuid4().hex)
    assert (receipt.total_cents, receipt.change_cents) == (4000, 1000)
    assert store.value("SELECT SUM(amount_cents) FROM postings WHERE gl = '100-030-4490'") == -4000
    corrections.void(store, clerk, catalog, receipt.journal_id, None, "another dog")
    assert store.value("SELECT SUM(amount_cents) FROM postings WHERE gl = '100-030-4490'") == 0


def test_the_service_refuses_what_the_page_says(store: Store, clerk: Session, session_of, add: Add) -> None:
    catalog = Catalog().with_(services=[add(SERVICE).SERVICE])
    values = fill(catalog.service("DL"), tag="104", owner="Ana Díaz", vaccinated="N")
    with pytest.raises(FormError, match="rabies"):
        ledger.preview(store, clerk, catalog, [Item("DL", values)])
    with pytest.raises(Refused, match="license dogs"):
        ledger.preview(store, session_of("AUDITOR"), catalog, [Item("DL", values)])


def test_the_register_is_declared_by_its_module_alone(add: Add) -> None:
    before = {register.code for register in Catalog.standard().registers}
    add(REGISTER)
    after = Catalog.standard()
    assert {register.code for register in after.registers} - before == {"LOST"}
    assert {"lost.view", "lost.change"} <= {permission.code for permission in after.permissions()}


def test_the_register_is_paged_saved_and_kept(store: Store, session_of, add: Add) -> None:
    migrate(store)
    register, clerk = add(REGISTER).REGISTER, session_of("CSR1")
    for tag in ("A3", "A1", "A2"):
        texts = {"tag": tag, "what": "Umbrella", "found_on": "070626", "value_cents": "9.50"}
        save(store, clerk, register, None, register.form.clean(texts))
    first = page(store, clerk, register, "first", None, 2)
    assert [row.cells for row in first.rows] == [
        ("A1", "Umbrella", "07/06/2026", "9.50"),
        ("A2", "Umbrella", "07/06/2026", "9.50"),
    ]
    assert first.more_after
    assert [row.cells[0] for row in page(store, clerk, register, "next", first.rows[-1].key, 2).rows] == ["A3"]
    opened = record(store, clerk, register, first.rows[0].id)
    save(store, clerk, register, opened.id, {**opened.values, "returned_to": "Ana Díaz"}, opened.version)
    assert history(store, clerk, register, opened.id)[0].cells[2:] == ("Returned to", "", "Ana Díaz")
    with pytest.raises(Refused, match="was changed by"):
        save(store, clerk, register, opened.id, {**opened.values, "what": "Hat"}, opened.version)
    remove(store, clerk, register, opened.id)
    assert store.value("SELECT active FROM lost_items WHERE tag = 'A1'") == 0


def test_the_register_refuses_what_the_page_says(store: Store, session_of, add: Add) -> None:
    migrate(store)
    register = add(REGISTER).REGISTER
    values = register.form.clean({"tag": "A1", "what": "Ring", "found_on": "070626", "value_cents": "100.00"})
    with pytest.raises(FormError, match="supervisor"):
        save(store, session_of("CSR1"), register, None, values)
    with pytest.raises(Refused, match="take in"):
        save(store, session_of("AUDITOR"), register, None, values)
    save(store, session_of("SUPERVISOR"), register, None, values)
    with pytest.raises(Refused, match="exists already"):
        save(store, session_of("SUPERVISOR"), register, None, values)
