"""A station's devices as a whole, and what the package costs before it is used."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from devices.check import check
from devices.conversation import Timings
from devices.drawer import PrinterKickDrawer
from devices.faults import Faults
from devices.folder_printer import FolderPrinter
from devices.formatter import new_formatter, private_directory
from devices.models import printer_model
from devices.printer import ReceiptPrinter
from devices.simulator import SimulatedPrinter
from devices.states import DeviceError, DrawerState, ErrorCode, Verdict
from devices.station import SIMULATED, Devices, DeviceSettings
from devices.status import Automatic, InOrder, ProcessId, RealTime, Replies, Reply

RECEIPT: list[dict[str, Any]] = [{"text": "CITY", "align": "center"}, {"pair": ["Water", "1.00"]}, {"cut": True}]


def test_simulated_station_prints_and_opens() -> None:
    with Devices.open(SIMULATED) as devices:
        assert devices.simulator is not None
        assert devices.printer.print_job("27-000123", RECEIPT).verdict is Verdict.PRINTED
        assert devices.simulator.paper[:2] == ["                   CITY", "Water" + "1.00".rjust(37)]
        assert devices.drawer.open_drawer().drawer is DrawerState.OPEN
        assert devices.simulator.drawer.is_open
        assert devices.problems() == []
        devices.simulator.take_paper()
        assert devices.printer.print_job("27-000124", RECEIPT).verdict is Verdict.NOT_STARTED
        assert devices.problems() == ["The printer is out of paper. Put in a new roll."]
    with pytest.raises(DeviceError):
        devices.printer.print_job("27-000125", RECEIPT)


def test_station_with_nothing_has_no_problem() -> None:
    with Devices.open(DeviceSettings()) as devices:
        assert devices.printer.print_job("1", RECEIPT).verdict is Verdict.NOT_STARTED
        assert devices.drawer.open_drawer().verdict is Verdict.NOT_STARTED
        assert (devices.simulator, devices.problems()) == (None, [])


def test_real_station_talks_to_its_address() -> None:
    with SimulatedPrinter(columns=48) as printer:
        settings = DeviceSettings(
            "till 3", "escpos", printer.address, "epson-tm-t20ii", drawer_driver="printer", drawer_sensor="open-low"
        )
        with Devices.open(settings, Timings()) as devices:
            assert isinstance(devices.printer, ReceiptPrinter)
            assert isinstance(devices.drawer, PrinterKickDrawer)
            assert devices.printer.print_job("1", RECEIPT).verdict is Verdict.PRINTED
            assert devices.drawer.open_drawer().verdict is Verdict.PRINTED
        assert len(printer.paper[1]) == 48


def test_opening_devices_does_not_need_the_hardware() -> None:
    with Devices.open(DeviceSettings(printer_driver="escpos", printer_address="127.0.0.1:1")) as devices:
        assert devices.printer.print_job("1", RECEIPT).verdict is Verdict.NOT_STARTED


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"printer_driver": "laser"}, "printer_driver"),
        ({"printer_driver": "escpos"}, "printer_address"),
        ({"printer_driver": "escpos", "printer_address": "nowhere"}, "printer_address"),
        ({"printer_driver": "folder"}, "printer_folder"),
        ({"printer_model": "star"}, "printer_model"),
        ({"printer_columns": 5}, "printer_columns"),
        ({"printer_code_page": "CP1"}, "printer_code_page"),
        ({"drawer_driver": "bell"}, "drawer_driver"),
        ({"drawer_driver": "printer"}, "drawer_driver"),
        ({"drawer_driver": "simulated"}, "drawer_driver"),
        (
            {
                "printer_driver": "escpos",
                "printer_address": "h:1",
                "printer_model": "epson-tm-p80",
                "drawer_driver": "printer",
            },
            "drawer_driver",
        ),
        ({"drawer_pin": 3}, "drawer_pin"),
        ({"drawer_sensor": "magnet"}, "drawer_sensor"),
    ],
)
def test_wrong_setting_is_named(changes: dict[str, Any], key: str) -> None:
    settings = replace(DeviceSettings(), **changes)
    (problem,) = settings.problems()
    assert problem.startswith(key)
    with pytest.raises(DeviceError) as refused:
        Devices.open(settings)
    assert (refused.value.code, refused.value.sentence) == (ErrorCode.NOSERVICE, problem)


# ---- folder ----


def folder_printer(path: Path) -> FolderPrinter:
    printer = FolderPrinter(path, printer_model("generic-42"))
    printer.start()
    return printer


def test_folder_gets_text_and_pdf_and_keeps_both_of_a_repeat(tmp_path: Path) -> None:
    printer = folder_printer(tmp_path / "receipts")
    assert printer.check_health().ok
    assert printer.print_job("27-000123", RECEIPT).verdict is Verdict.PRINTED
    assert printer.print_job("27-000123", [{"text": "DUPLICATE 1"}]).verdict is Verdict.PRINTED
    files = sorted(path.name for path in (tmp_path / "receipts").iterdir())
    assert files == ["27-000123-2.pdf", "27-000123-2.txt", "27-000123.pdf", "27-000123.txt"]
    assert "Water" in (tmp_path / "receipts/27-000123.txt").read_text()


def test_folder_job_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    assert folder_printer(tmp_path / "in").print_job("../../x", RECEIPT).verdict is Verdict.PRINTED
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert folder_printer(tmp_path / "in").print_job("..", RECEIPT).verdict is Verdict.PRINTED
    assert (tmp_path / "in/receipt.txt").exists()


def test_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    printer = folder_printer(tmp_path / "file")
    outcome = printer.print_job("1", RECEIPT)
    assert outcome.verdict is Verdict.NOT_STARTED
    assert "cannot be written" in (printer.problem() or "")
    assert printer.check_health().ok is False


def test_folder_keeps_nothing_of_a_wrong_document(tmp_path: Path) -> None:
    assert folder_printer(tmp_path).print_job("1", [{"picture": 1}]).verdict is Verdict.NOT_STARTED
    assert list(tmp_path.iterdir()) == []


# ---- replies ----

MIXED = b"\x13\x12\x14\x00\x00\x0f\x37\x220042\x00\x00\x11\x16"
SORTED: list[Reply] = [
    RealTime(0x12), Automatic(b"\x14\x00\x00\x0f"), ProcessId("0042"), InOrder(0), RealTime(0x16),
]  # fmt: skip


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_replies_are_told_apart_in_any_pieces(size: int) -> None:
    replies, found = Replies(), list[Reply]()
    for start in range(0, len(MIXED), size):
        found += replies.feed(MIXED[start : start + size])
    assert found == SORTED


def test_unfinished_block_does_not_swallow_everything() -> None:
    assert RealTime(0x12) in Replies().feed(b"\x37" + b"\x12" * 60)


# ---- cost and tidiness ----


def run(code: str, home: Path) -> str:
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "TMPDIR": str(home / "tmp")}
    environment.pop("ESCPOS_CAPABILITIES_PICKLE_DIR", None)
    (home / "tmp").mkdir(exist_ok=True)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_importing_devices_loads_no_heavy_library(tmp_path: Path) -> None:
    heavy = "{'escpos', 'PIL', 'serial', 'reportlab', 'yaml', 'textual', 'rich', 'peewee', 'data', 'screens'}"
    code = (
        f"import sys, devices, devices.station; print(sorted({heavy} & {{name.split('.')[0] for name in sys.modules}}))"
    )
    assert run(code, tmp_path) == "[]\n"


def test_first_receipt_leaves_no_litter_and_says_nothing(tmp_path: Path) -> None:
    code = (
        "import logging\n"
        "from devices.escpos_render import render_escpos\n"
        "from devices.models import printer_model\n"
        "render_escpos([{'text': 'x'}, {'barcode': '1'}, {'cut': True}], printer_model('generic-42'))\n"
        "assert not logging.getLogger().handlers\n"
    )
    for _ in range(2):
        assert run(code, tmp_path) == ""
    assert list((tmp_path / "tmp").iterdir()) == []
    directory = tmp_path / "cache/counter-tui/escpos"
    assert directory.stat().st_mode & 0o777 == 0o700
    assert sorted(path.suffix for path in directory.iterdir()) == ["", "", ".pickle"]


def test_cache_cut_short_by_a_power_cut_is_made_anew(tmp_path: Path) -> None:
    code = "from devices.formatter import new_formatter; new_formatter()"
    run(code, tmp_path)
    directory = tmp_path / "cache/counter-tui/escpos"
    (cache,) = directory.glob("*.pickle")
    whole = cache.read_bytes()
    cache.write_bytes(whole[:1000])
    (directory / "complete").unlink()
    run(code, tmp_path)
    assert cache.read_bytes() == whole


def test_cache_that_somebody_else_planted_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "counter-tui").mkdir()
    (tmp_path / "counter-tui/escpos").symlink_to(tmp_path / "elsewhere")
    assert private_directory() not in (tmp_path / "counter-tui/escpos", tmp_path / "elsewhere")


def test_each_document_has_its_own_formatter() -> None:
    before = list(logging.getLogger().handlers)
    first, second = new_formatter(), new_formatter()
    first.charcode("CP858")
    assert (second.output, first.output) == (b"", b"\x1bt\x13")
    assert logging.getLogger().handlers == before


def test_simulator_tells_what_changed() -> None:
    changed = threading.Event()
    with SimulatedPrinter(on_change=changed.set) as printer:
        printer.take_paper()
        assert changed.wait(5)
        changed.clear()
        printer.faults = Faults()
        assert printer.wait_until(lambda seen: not seen.has_paper)
        assert not changed.is_set()


@pytest.mark.parametrize(
    ("sensor", "level"),
    [("open-high", True), ("open-low", False), ("none", False)],
)
def test_the_simulated_drawers_switch_moves_as_the_station_file_says(sensor: str, level: bool) -> None:
    with Devices.open(replace(SIMULATED, drawer_sensor=sensor)) as devices:
        simulator = devices.simulator
        assert simulator is not None
        where = devices.drawer.open_drawer().drawer
        assert where is (DrawerState.UNKNOWN if sensor == "none" else DrawerState.OPEN)
        assert devices.drawer.read_pin() is level
        assert devices.words() == ("PRT ok", "DRAWER OPEN")
        simulator.close_drawer()
        assert devices.drawer.read_pin() is not level


def test_row_1_tells_of_the_second_printer_and_of_every_device_in_trouble() -> None:
    with SimulatedPrinter() as other, SimulatedPrinter() as gone:
        second = DeviceSettings(printer_driver="escpos", printer_address=other.address)
        settings = replace(SIMULATED, second_printer=second, labels_address=gone.address, display_driver="none")
        gone.close()
        with Devices.open(settings) as devices:
            assert devices.words() == ("PRT ok", "PR2 -", "DRW shut")
            other.take_paper()
            for device in devices.all():
                device.check_health()
            assert devices.words() == ("PRT ok", "PR2 PAPER", "DRW shut", "LBL OFF")
            other.put_paper()
            assert devices.second is not None
            health = devices.second.check_health()
            assert health.ok
            assert devices.second.name == "The second printer"
            assert devices.words()[1] == "PR2 ok"


def test_a_folder_says_in_row_1_whether_it_can_be_written_to(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    folder = DeviceSettings(printer_driver="folder", printer_folder=str(blocked / "papers"))
    with Devices.open(replace(SIMULATED, second_printer=folder, display_driver="none")) as devices:
        assert devices.words()[1] == "PR2 -"
        assert [finding.ok for finding in check(devices)] == [True, True, False]
        assert devices.words()[1] == "PR2 OFF"
        blocked.unlink()
        assert all(finding.ok for finding in check(devices))
        assert devices.words()[1] == "PR2 ok"


def test_only_what_is_in_trouble_is_asked_again() -> None:
    settings = DeviceSettings(printer_driver="simulated", drawer_driver="simulated", labels_address="127.0.0.1:1")
    with Devices.open(settings) as devices:
        assert [finding.ok for finding in check(devices)] == [True, True, False]
        assert [finding.name for finding in check(devices, in_trouble=True)] == ["The label printer"]
