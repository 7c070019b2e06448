"""Badges: their words, their layout, and the screen that prints them by ZPL or as a PDF."""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import MONDAY, sqlite_url
from counter import CONFIG, InProcess, in_process
from test_devices_labels import READY, Zebra

from counter_tui.config_camera import CameraConfig
from counter_tui.config_devices import LabelsConfig
from data import settings
from data.badges import FORM, Badge, badge_of
from data.clock import FixedClock
from data.documents.badge import badge_elements
from data.forms import FormError
from devices.camera_scene import jpeg, portrait
from devices.labels import label_of, render_pdf, render_zpl
from devices.photo_image import PictureError

VISITOR = Badge("VISITOR", "Ana Ruiz", "PG&E", "Records", date(2026, 7, 6), "V-000123")


# the badge


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["City of Marina", "VISITOR", "Ana Ruiz", "PG&E", "Visits: Records", "Valid until: 07/06/2026"]),
        ("es", ["City of Marina", "VISITANTE", "Ana Ruiz", "PG&E", "Visita a: Records", "Válido hasta: 07/06/2026"]),
    ],
)
def test_a_badge_says_who_whom_and_until_when(language: str, words: list[str]):
    label = label_of(badge_elements(replace(VISITOR, language=language), "City of Marina"))
    assert list(label.lines) == words
    assert (label.large, label.barcode) == (2, "V-000123")


def test_a_plain_label_has_no_heading():
    label = label_of(badge_elements(Badge("LABEL", "BOX 7"), "City of Marina"))
    assert (list(label.lines), label.large, label.barcode) == (["BOX 7"], 0, "")


def test_a_visitors_badge_is_good_for_today_and_no_badge_for_yesterday():
    today = date(2026, 7, 6)
    texts = {**FORM.opening(), "name": "Ana Ruiz"}
    assert badge_of(FORM.clean(texts), today).valid_until == today
    assert badge_of(FORM.clean({**texts, "kind": "2"}), today).valid_until is None
    with pytest.raises(FormError, match="today or later"):
        badge_of(FORM.clean({**texts, "until": "070526"}), today)


def test_a_long_name_is_set_smaller_until_it_fits():
    for name in ("Al", "Maria Guadalupe Hernandez-Villanueva Ort"):
        zpl = render_zpl(label_of(badge_elements(replace(VISITOR, name=name), "City of Marina"))).decode()
        rows = [
            (int(top), int(size), int(room), text)
            for top, size, room, text in re.findall(r"\^FO\d+,(\d+)\^A0N,(\d+),\d+\^FB(\d+),1,0,C\^FD([^^]*)", zpl)
        ]
        assert [text for *_, text in rows][2] == name
        assert all(0.62 * size * len(text) <= room for _, size, room, text in rows)
        assert all(top + size < below for (top, size, *_), (below, *_) in itertools.pairwise(rows))
        barcode = re.search(r"\^FO60,(\d+)\^BY2", zpl)
        assert barcode is not None
        assert rows[-1][0] + rows[-1][1] < int(barcode[1])


def test_the_photograph_is_dots_at_the_left_with_the_words_beside_it():
    label = label_of(badge_elements(VISITOR), jpeg(portrait(300, 375)))
    found = re.search(r"\^FO24,24\^GFA,6200,6200,25,([0-9A-F]+)\^FS", render_zpl(label).decode())
    assert found is not None
    black = sum(bin(byte).count("1") for byte in bytes.fromhex(found[1]))
    assert 0.3 < black / (200 * 248) < 0.7
    assert "^FO240,24^A0N" in render_zpl(label).decode()
    assert b"/Subtype /Image" in render_pdf(label)
    with pytest.raises(PictureError):
        render_zpl(replace(label, photo=b"no picture"))
    with pytest.raises(PictureError):
        render_pdf(replace(label, photo=b"no picture"))


# the screen


Desk = Callable[..., "AsyncIterator[InProcess]"]


@pytest.fixture
def desk(run_folder: Path, tmp_path: Path):
    """Opens a clerk's desk whose station prints labels at an address, or has no label printer."""

    @asynccontextmanager
    async def open_desk(labels: str = "") -> AsyncIterator[InProcess]:
        config = replace(CONFIG, labels=LabelsConfig(labels), camera=CameraConfig(driver="virtual"))
        url = sqlite_url(run_folder, tmp_path / "city.db", "city")
        async with in_process(url, FixedClock(MONDAY), config=config) as found:
            settings.put(found.app.store, None, "outbox.folder", str(tmp_path / "outbox"), date(2026, 7, 1))
            await found.sign_on()
            yield found

    return open_desk


@pytest.fixture
def zebra():
    found = Zebra(READY)
    yield found
    found.close()


def printed(counter: InProcess) -> list[tuple[str, str]]:
    """Number and kind of the badges in the audit."""
    rows = counter.app.store.rows("SELECT object_id, detail FROM audit_log WHERE event = 'badge.print'")
    return [tuple(row) for row in rows]


async def test_a_badge_comes_out_of_the_label_printer(desk, zebra: Zebra):
    async with desk(zebra.address) as counter:
        await counter.press("4.7\n")
        assert counter.program == "BDG010"
        await counter.press("\n", "Ana Ruiz", "tab", "PG&E", "tab", "Records", "tab", "tab", "V-000123", "f10")
        await counter.settle()
        assert counter.program == "MENU"
        assert "At the label printer: one badge." in counter.text
        assert b"^FDAna Ruiz^FS" in zebra.labels
        assert b"^FDValid until: 07/06/2026^FS" in zebra.labels
        assert b"^FDV-000123^FS" in zebra.labels
        assert printed(counter) == [("V-000123", "VISITOR x 1")]


async def test_without_a_label_printer_it_is_a_pdf_of_its_own_size(desk, tmp_path: Path):
    async with desk() as counter:
        await counter.press("BADGE ANA RUIZ\n", "f10")
        await counter.settle()
        assert "Written: " in counter.text
        (pdf,) = (tmp_path / "outbox").iterdir()
        assert re.fullmatch(r"badge_\d{8}-\d{6}\.pdf", pdf.name)
        assert b"/MediaBox [ 0 0 243.7795 153.0709 ]" in pdf.read_bytes()


async def test_a_dead_label_printer_leads_to_a_pdf_when_the_clerk_says_so(desk, tmp_path: Path):
    async with desk("127.0.0.1:1") as counter:
        await counter.press("BADGE ANA RUIZ\n", "f10")
        await counter.settle()
        assert "Write it as a PDF?" in counter.app.screen.message
        await counter.press("0")
        assert counter.program == "BDG010"
        assert "refuses the connection" in counter.text
        await counter.reset()
        await counter.press("f10", "1")
        await counter.settle()
        assert "Written: " in counter.text
        assert len(list((tmp_path / "outbox").iterdir())) == 1


async def test_a_badge_with_a_photograph(desk, zebra: Zebra):
    async with desk(zebra.address) as counter:
        await counter.press("BADGE ANA RUIZ\n", "tab", "tab", "tab", "tab", "tab", "tab", "1", "f10")
        await counter.settle()
        assert counter.program == "BDG020"
        for _ in range(200):
            if "pixels" in counter.text:
                break
            await counter.pilot.pause(0.02)
        await counter.press("enter", "1")
        await counter.settle()
        assert b"^GFA,6200,6200,25," in zebra.labels
        assert "At the label printer" in counter.text


async def test_staff_with_a_photograph_get_an_identification_card(desk, tmp_path: Path):
    async with desk() as counter:
        await counter.press("BADGE ANA RUIZ\n", "2", "tab", "tab", "Records clerk", "tab", "tab", "tab", "E-12")
        await counter.press("tab", "1", "f10")
        await counter.settle()
        for _ in range(200):
            if "pixels" in counter.text:
                break
            await counter.pilot.pause(0.02)
        await counter.press("enter", "1")
        await counter.settle()
        assert "Written: " in counter.text
        content = (tmp_path / "outbox" / "badge_E-12.pdf").read_bytes()
        assert b"Identification card" in content
        assert b"/Subtype /Image" in content
        assert printed(counter) == [("E-12", "STAFF x 1")]
