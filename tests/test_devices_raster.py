"""Pictures and codes on receipts: what reaches the printer holds no command that the driver did not put there."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from PIL import Image

from devices import raster
from devices.escpos_commands import split_real_time, tokens
from devices.escpos_render import final_scan, gate, render_escpos
from devices.links import Port
from devices.models import printer_model
from devices.pdf import render_pdf
from devices.plain import render_text
from devices.printer import ReceiptPrinter
from devices.simulator import SimulatedPrinter
from devices.states import DeviceError, Verdict
from devices.transports import transport

TM = printer_model("epson-tm-t88v")
REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")


def photograph(seed: int, size: tuple[int, int] = (256, 200)) -> Image.Image:
    """A noisy portrait: a face of grey on a gradient, as dithering likes it least."""
    noise = random.Random(seed)
    picture = Image.linear_gradient("L").resize(size)
    grain = Image.frombytes("L", size, noise.randbytes(size[0] * size[1]))
    return Image.blend(picture, grain, 0.3 + noise.random() * 0.5)


def test_a_hundred_photographs_print_without_a_real_time_command(tmp_path: Path) -> None:
    raw = 0
    for seed in range(100):
        picture = photograph(seed)
        bits = raster.bitmap(picture, TM.width_dots)
        raw += len(REAL_TIME.findall(bits.data))
        stream = b"".join(band.command() for band in bits.bands())
        assert not REAL_TIME.search(stream)
        assert split_real_time(stream)[1] == []
    assert raw > 0  # without the mask some would hold one


def test_masking_changes_one_dot_and_nothing_else() -> None:
    assert raster.masked(b"\x10\x04\x10\x10\x05\x10\x14\x10\x06\x10") == b"\x18\x04\x10\x18\x05\x18\x14\x10\x06\x10"
    assert raster.masked(b"\x10") == b"\x10"


def test_picture_is_sent_in_bands_of_a_hundred_rows_and_never_enlarged(tmp_path: Path) -> None:
    photograph(1, (1000, 500)).save(tmp_path / "wide.png")
    Image.new("L", (80, 30), 0).save(tmp_path / "small.png")
    wide, small = raster.load(tmp_path / "wide.png", 512), raster.load(tmp_path / "small.png", 512)
    assert (wide.width_bytes, wide.rows, [band.rows for band in wide.bands()]) == (64, 256, [100, 100, 56])
    assert (small.rows, small.data[:64].count(0xFF)) == (30, 10)
    assert small.data[:27] == bytes(27)


def test_transparent_logo_is_on_white(tmp_path: Path) -> None:
    Image.new("RGBA", (16, 8), (0, 0, 0, 0)).save(tmp_path / "logo.png")
    assert set(raster.load(tmp_path / "logo.png", 512).data) == {0}


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_picture_that_cannot_be_read_does_not_hold_up_a_receipt(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="cannot be read"):
        raster.load(path, 512)
    paper = [{"image": str(path)}, {"text": "PAID"}]
    assert b"PAID" in render_escpos(paper, TM)
    render_pdf(paper, tmp_path / "receipt.pdf")
    assert render_text(paper, 42) == ["PAID"]


def test_logo_and_codes_come_out_of_the_printer_whole(tmp_path: Path) -> None:
    photograph(3, (200, 150)).save(tmp_path / "logo.png")
    paper = [
        {"image": str(tmp_path / "logo.png")},
        {"text": "CITY", "align": "center"},
        {"qr": "https://city.example/r/27-000123"},
        {"barcode": "27-000123"},
        {"cut": True},
    ]
    with SimulatedPrinter() as simulator:
        printer = ReceiptPrinter(TM, Port(lambda: transport(simulator.address)))
        printer.start()
        assert printer.print_job("1", paper).verdict is Verdict.PRINTED
        shown = "\n".join(simulator.paper)
        assert simulator.drawer.pulses == []
    assert "[picture 512 x 100]" in shown
    assert "[picture 512 x 50]" in shown
    assert "[QR https://city.example/r/27-000123]" in shown
    assert "||| 27-000123 |||" in shown
    render_pdf(paper, tmp_path / "receipt.pdf")
    assert (tmp_path / "receipt.pdf").stat().st_size > 1000


def test_printer_without_graphics_prints_the_text_of_a_code(tmp_path: Path) -> None:
    photograph(3).save(tmp_path / "logo.png")
    stream = render_escpos(
        [{"image": str(tmp_path / "logo.png")}, {"qr": "HTTPS://X"}], printer_model("epson-tm-u220b")
    )
    assert b"\x1dv" not in stream
    assert b"HTTPS://X\n" in stream


@pytest.mark.parametrize(
    "stream",
    [
        b"\x1bp\x00\x19\xfa",
        b"\x1b@",
        b"\x1d(H\x06\x00001234",
        b"\x1d(A\x02\x00\x00\x02",
        b"\x1dv0\x00\x01\x00\x02\x00\x10\x14",
    ],
)
def test_gate_refuses_what_is_no_part_of_a_document(stream: bytes) -> None:
    with pytest.raises(DeviceError):
        gate(stream)


def test_final_scan_sees_a_command_that_comes_about_where_two_pieces_meet() -> None:
    assert final_scan(b"\x10" + b"\x15") == b"\x10\x15"
    with pytest.raises(DeviceError, match="real-time"):
        final_scan(b"...\x10" + b"\x04...")


def test_payer_name_with_drawer_codes_is_only_text() -> None:
    name = "ANN\x1bp\x00\x19\xfa \x10\x14\x01\x00\x01 \x1b[5i B"
    stream = render_escpos([{"text": name}, {"pair": [name, "1.00"]}], TM)
    assert not REAL_TIME.search(stream)
    assert {token.command for token in tokens(stream)} <= {b"", b"\n", b"\x1bt", b"\x1ba", b"\x1bE", b"\x1d!"}
