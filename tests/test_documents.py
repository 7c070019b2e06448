"""Papers: what stands on a receipt in both languages, on slips and on reports; compared with kept texts."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from ledger_city import Services, cash, key, open_drawer, ship

from data import corrections, drawers, jobs, ledger
from data.clock import FixedClock
from data.documents.receipt import WORDS, receipt_elements
from data.ledger import Item
from data.session import Session
from data.store import Store
from data.tenders import Tender

GOLDEN = Path(__file__).parent / "golden" / "papers"


def plain(elements: list[dict[str, Any]], columns: int = 42) -> str:
    """A paper as lines of text, written out simply."""
    out = []
    for one in elements:
        if "text" in one:
            text = one["text"]
            out.append(text.center(columns).rstrip() if one.get("align") == "center" else text)
        elif "pair" in one:
            left, right = one["pair"]
            out.append(f"{left}{right.rjust(max(1, columns - len(left)))}")
        elif "rule" in one:
            out.append(one["rule"] * columns)
        elif "blank" in one:
            out += [""] * one["blank"]
        elif "barcode" in one:
            out.append(f"[{one['barcode']}]".center(columns).rstrip())
        else:
            out.append("=" * columns)
    return "\n".join(out) + "\n"


def golden(name: str, text: str) -> None:
    """Compare with the kept text; GOLDEN_WRITE=1 in the environment keeps this one."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN_WRITE"):
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.fixture
def counter(store: Store, session: Session) -> Store:
    """The shipped rows and the session's drawer open."""
    ship(store)
    open_drawer(store, session)
    return store


def sale(store: Store, session: Session, language: str = "en") -> int:
    """A receipt with everything: quantity, reference, custody, card, check, cash and change."""
    items = [
        Item("TS", {"amount": 3000, "reference": "PERMIT 77", "quantity": 3}),
        Item("TS", {"amount": 1550}),
        Item("CU", {}),
    ]
    paid = [
        Tender("CD", 1000, 1000, "A1B2C3", {"brand": "VISA", "last4": "4242"}),
        Tender("CK", 2050, 2050, "1021", {"signed": True}),
        Tender("CA", 5000, 6000),
    ]
    return ledger.post(
        store, session, Services(), items, paid, key(), payer="José Peña-O'Neill", language=language
    ).journal_id


def masked(text: str, *values: str) -> str:
    """The text with what depends on random keys made equal."""
    for value in values:
        text = text.replace(value, "#### ####")
    return text


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_receipt_in_both_languages(counter: Store, session: Session, language: str) -> None:
    posted = ledger.receipt(counter, sale(counter, session, language))
    golden(f"receipt_{language}", masked(plain(receipt_elements(counter, posted)), posted.hash8))


def test_a_duplicate_says_so_and_keeps_its_number(counter: Store, session: Session) -> None:
    posted = ledger.receipt(counter, sale(counter, session))
    original, copy = (plain(receipt_elements(counter, posted, copy=n)) for n in (0, 2))
    assert copy.replace("DUPLICATE 2".center(42).rstrip() + "\n", "") == original
    assert {"barcode": posted.number} in receipt_elements(counter, posted, copy=2)


def test_a_void_slip(counter: Store, session: Session) -> None:
    journal_id = sale(counter, session)
    result = corrections.void(counter, session, Services(), journal_id, None, "Wrong account")
    posted = ledger.receipt(counter, result.journal_id)
    text = plain(receipt_elements(counter, posted))
    golden("void", masked(text, posted.hash8))
    stored = [job for job in jobs.listing(counter, "T1") if job.title == "Void of 27-000001"]
    assert plain(jobs.get(counter, stored[0].id).elements) == text


def test_slips_of_the_drawer(counter: Store, session: Session) -> None:
    drop = drawers.safe_drop(counter, session, 4000, "B-17", "201").journal_id
    paid = drawers.paid_out(counter, session, 650, "Post Office", "Stamps", "100-030-5220").journal_id
    none = corrections.no_sale(counter, session, "Change for the public")
    texts = []
    for journal_id in (drop, paid, none):
        job = counter.value("SELECT id FROM jobs WHERE journal_id = ? AND kind = 'REPORT'", journal_id)
        posted = ledger.receipt(counter, journal_id)
        texts.append(masked(plain(jobs.get(counter, job).elements), posted.hash8))
    golden("slips", "".join(texts))


def test_the_z_report(counter: Store, session: Session) -> None:
    sale(counter, session)
    counted = {"b100": 1, "b50": 1, "CK_count": 1, "CK_total": 2050, "CD_total": 1000}
    drawers.count(counter, session, {**counted, "c1": 100})
    drawers.recount(counter, session, {**counted, "c1": 50})
    z = drawers.close(counter, session, "CHANGE", "Counted twice")
    (job,) = [job for job in jobs.listing(counter, "T1") if job.title.startswith("Z report")]
    golden("z_report", masked(plain(jobs.get(counter, job.id).elements), z.hash8))


def test_a_training_store_says_that_it_is_no_receipt(counter: Store, session: Session) -> None:
    with counter.writing():
        counter.run("UPDATE settings SET value = 'TRAINING - NOT A RECEIPT' WHERE name = 'receipt.notice'")
        counter.run("UPDATE settings SET value = 'T-' WHERE name = 'receipt.prefix'")
    posted = ledger.receipt(counter, sale(counter, session))
    assert posted.number == "T-27-000001"
    assert "TRAINING - NOT A RECEIPT" in plain(receipt_elements(counter, posted))


def test_both_languages_say_the_same_things() -> None:
    assert set(WORDS["en"]) == set(WORDS["es"])
    assert all(WORDS[language][name] for language in WORDS for name in WORDS[language])


def test_papers_are_json_and_have_only_known_elements(counter: Store, session: Session) -> None:
    elements = receipt_elements(counter, ledger.receipt(counter, sale(counter, session)))
    assert json.loads(json.dumps(elements)) == elements
    kinds = {
        next(kind for kind in ("text", "pair", "rule", "blank", "barcode", "cut") if kind in one) for one in elements
    }
    assert kinds == {"text", "pair", "rule", "blank", "barcode", "cut"}


def test_a_name_made_of_escapes_stays_text(counter: Store, session: Session, clock: FixedClock) -> None:
    receipt = ledger.post(
        counter, session, Services(), [Item("TS", {"amount": 100})], [cash(100)], key(), payer="[/nope] \\x1b[2J"
    )
    assert {"text": "Received from: [/nope] \\x1b[2J"} in receipt_elements(
        counter, ledger.receipt(counter, receipt.journal_id)
    )
