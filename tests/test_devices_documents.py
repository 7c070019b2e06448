"""Papers as text, ESC/POS and PDF, and the filters that keep data from becoming commands."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.code_pages import CODECS, codec, fold
from devices.escpos_commands import split_real_time, tokens
from devices.escpos_render import gate, line_count, render_escpos
from devices.layout import Line
from devices.mechanism import Mechanism
from devices.models import MODELS, printer_model
from devices.paper import Barcode, Blank, Cut, Pair, Rule, Text, clean, parse
from devices.pdf import render_pdf
from devices.plain import render_text
from devices.states import DeviceError, ErrorCode

RECEIPT: list[dict[str, Any]] = [
    {"text": "CITY OF ESCONDIDO", "align": "center", "size": 2, "bold": True},
    {"rule": "="},
    {"pair": ["Water, 201 N Broadway, María Núñez", "$188.11"]},
    {"pair": ["Total", "$188.11"], "bold": True},
    {"text": "¡Gracias, señor!", "align": "right"},
    {"blank": 2},
    {"barcode": "27-000123"},
    {"cut": True},
]
EPSON = printer_model("epson-tm-t88v")
NARROW = printer_model("generic-32")


def printed(stream: bytes, columns: int = 42) -> list[Line]:
    """What a printer puts on paper."""
    mechanism = Mechanism(columns, lambda _: None)
    mechanism.receive(b"\x1b@" + stream)
    while mechanism.step():
        continue
    assert mechanism.drawer.pulses == []
    return list(mechanism.printed)


def test_parse_gives_one_element_for_each() -> None:
    assert parse(json.loads(json.dumps(RECEIPT))) == [
        Text("CITY OF ESCONDIDO", "center", 2, True),
        Rule("="),
        Pair("Water, 201 N Broadway, María Núñez", "$188.11"),
        Pair("Total", "$188.11", True),
        Text("¡Gracias, señor!", "right"),
        Blank(2),
        Barcode("27-000123"),
        Cut(),
    ]


@pytest.mark.parametrize(
    ("element", "said"),
    [
        ({"picture": "x"}, "'picture'"),
        ({}, "empty"),
        ({"text": "x", "color": "red"}, "'color'"),
        ({"text": 5}, "5 is not text"),
        ({"text": "x", "align": "middle"}, "'middle'"),
        ({"text": "x", "size": 3}, "3"),
        ({"text": "x", "bold": "yes"}, "'yes'"),
        ({"pair": ["only one"]}, "left and a right"),
        ({"rule": "--"}, "one character"),
        ({"rule": "\x1b"}, "one character"),
        ({"blank": -1}, "-1"),
        ({"blank": True}, "True"),
        ({"barcode": "27\x1b"}, "ASCII"),
        ({"barcode": ""}, "ASCII"),
        ({"cut": 1}, "1"),
        ("text", "not an object"),
    ],
)
def test_wrong_element_is_refused_by_its_number_and_name(element: Any, said: str) -> None:
    with pytest.raises(ValueError, match=r"element 2 .*" + re.escape(said)):
        parse([{"text": "fine"}, element])


def test_plain_text_is_aligned_and_wrapped() -> None:
    assert render_text(RECEIPT, 32) == [
        "            CITY OF",
        "           ESCONDIDO",
        "================================",
        "Water, 201 N Broadway,",
        "María Núñez              $188.11",
        "Total                    $188.11",
        "                ¡Gracias, señor!",
        "",
        "",
        "       ||| 27-000123 |||",
        "- - - - - - - - - - - - - - - -",
    ]


def test_amount_stands_below_when_there_is_no_room_beside_it() -> None:
    lines = render_text([{"pair": ["Deposit for hydrant meter", "$1,234,567,890.12 CR"]}], 24)
    assert lines == ["Deposit for hydrant", "meter", "    $1,234,567,890.12 CR"]


def test_receipt_numbers_are_not_split_at_their_hyphen() -> None:
    assert render_text([{"text": "Receipt 27-000123"}], 12) == ["Receipt", "27-000123"]


@given(st.text(max_size=200), st.text(max_size=60), st.integers(16, 64))
def test_no_line_is_wider_than_the_paper(left: str, right: str, columns: int) -> None:
    paper = [
        {"pair": [left, right]},
        {"text": left},
        {"text": right, "align": "center"},
        {"text": left, "align": "right"},
    ]
    assert all(len(line) <= columns and line.isprintable() for line in render_text(paper, columns))


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_model_prints_what_the_plain_text_shows(name: str) -> None:
    model = printer_model(name)
    shown = [line.aligned(model.columns) for line in printed(render_escpos(RECEIPT, model), model.columns)]
    text = [line.rstrip() for line in shown if line.strip(" -")]
    assert text[0].split() == ["CITY", "OF", "ESCONDIDO"][: len(text[0].split())]
    assert "Water, 201 N Broadway, María Núñez $188.11" in " ".join(" ".join(text).split())
    assert any("27-000123" in line for line in text)
    assert "¡Gracias, señor!" in text[-2]


def test_size_weight_and_alignment_reach_the_paper() -> None:
    lines = printed(render_escpos(RECEIPT, EPSON))
    assert lines[0] == Line("CITY OF ESCONDIDO", "center", 2, True)
    assert lines[2].bold is False
    assert lines[3] == Line("Total".ljust(35) + "$188.11", "left", 1, True)
    assert lines[4] == Line("¡Gracias, señor!", "right", 1, False)


def test_style_is_set_again_after_a_barcode() -> None:
    lines = printed(render_escpos([{"text": "a"}, {"barcode": "1"}, {"text": "b"}], EPSON))
    assert lines[0] == Line("a")
    assert lines[-1] == Line("b")


def test_spanish_is_right_in_code_page_858() -> None:
    stream = render_escpos([{"text": "áéíóúüñÑ¿¡ÁÉÍÓÚÜ €"}], EPSON)
    assert stream.startswith(b"\x1bt\x13")
    assert "áéíóúüñÑ¿¡ÁÉÍÓÚÜ €".encode("cp858") + b"\n" in stream


@pytest.mark.parametrize("page", sorted(CODECS))
def test_every_page_prints_spanish_lower_case(page: str) -> None:
    model = printer_model("generic-42", code_page=page)
    (line,) = printed(render_escpos([{"text": "año más: ¿qué?"}], model))
    assert line.text == ("año más: ¿qué?" if page not in ("CP852", "CP863") else fold("año más: ¿qué?", page))


@pytest.mark.parametrize("page", sorted(CODECS))
def test_formatter_and_codec_agree_on_every_character(page: str) -> None:
    characters = bytes(range(0x80, 0x100)).decode(CODECS[page], "ignore").replace("\xa0", "").replace("\xad", "")
    stream = render_escpos([{"text": characters}], printer_model("generic-48", columns=96, code_page=page))
    assert characters[:96].encode(CODECS[page]) + b"\n" in stream


def test_what_a_page_lacks_is_spelled_out() -> None:
    assert fold("“Łódź” — 5 € ½ 中 ﬁ Ａ", "CP437") == '"Lódz" - 5 EUR ½ ? fi A'
    assert fold("café", "CP858") == "café"


def test_chinese_does_not_switch_the_printer_to_another_character_set() -> None:
    stream = render_escpos([{"text": "王小明 María"}], EPSON)
    assert "??? María".encode("cp858") + b"\n" in stream


def test_unknown_page_is_refused() -> None:
    with pytest.raises(DeviceError) as refused:
        codec("CP1")
    assert refused.value.code is ErrorCode.NOSERVICE
    with pytest.raises(DeviceError, match="CP1"):
        render_escpos(RECEIPT, printer_model("generic-42", code_page="CP1"))


def test_barcode_is_as_wide_as_the_paper_allows() -> None:
    assert b"\x1dw\x03" in render_escpos([{"barcode": "27-000123"}], EPSON)
    assert b"\x1dw\x02" in render_escpos([{"barcode": "27-000123"}], NARROW)
    too_long = render_escpos([{"barcode": "A" * 40}], NARROW)
    assert b"\x1dk" not in too_long
    assert [line.text for line in printed(too_long, 32)] == ["A" * 32, "A" * 8]


def test_braces_in_a_barcode_are_data() -> None:
    stream = render_escpos([{"barcode": "{A{{"}], EPSON)
    assert b"\x1dkI\x09{B{{A{{{{" in stream
    assert "||| {A{{ |||" in printed(stream)[0].text


def test_line_count_counts_height() -> None:
    assert line_count(render_escpos([{"text": "a"}, {"text": "b", "size": 2}, {"blank": 3}], EPSON)) == 6


# ---- filters ----

COMMAND_PARTS = st.sampled_from("\x00\x04\x05\x10\x14\x1b\x1d\x7f\x9bp@\n\r\t")
ANY_TEXT = st.text(st.characters(codec="utf-8") | COMMAND_PARTS, max_size=80)
CODES = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40)
ELEMENT = st.one_of(
    st.builds(lambda t, a, s, b: {"text": t, "align": a, "size": s, "bold": b}, ANY_TEXT,
              st.sampled_from(["left", "center", "right"]), st.sampled_from([1, 2]), st.booleans()),
    st.builds(lambda left, right: {"pair": [left, right]}, ANY_TEXT, ANY_TEXT),
    st.builds(lambda code: {"barcode": code}, CODES),
    st.just({"cut": True}),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(ELEMENT, max_size=8), st.sampled_from(sorted(MODELS)), st.sampled_from(sorted(CODECS)))
def test_no_text_becomes_a_command(elements: list[dict[str, Any]], name: str, page: str) -> None:
    model = printer_model(name, code_page=page)
    stream = render_escpos(elements, model)
    harmless = [{**element, **_without_text(element)} for element in elements]
    assert {token.command for token in tokens(stream)} <= {
        token.command for token in tokens(render_escpos([*harmless, {"blank": 1}], model))
    }
    kept, real_time, tail = split_real_time(stream)
    assert (kept + tail, real_time) == (stream, [])


def _without_text(element: dict[str, Any]) -> dict[str, Any]:
    return {"text": "x"} if "text" in element else {"pair": ["x", "x"]} if "pair" in element else {}


@given(ANY_TEXT)
def test_clean_text_is_printable(text: str) -> None:
    assert all(character == "\n" or character.isprintable() for character in clean(text))


def test_name_holding_a_drawer_pulse_opens_nothing() -> None:
    name = "Mallory \x1bp\x00\x19\xfa \x10\x14\x01\x00\x05 \x1b@"
    paper = [{"text": name}, {"pair": [name, name]}]
    stream = render_escpos(paper, EPSON)
    assert b"\x1bp" not in stream
    assert b"\x10" not in stream
    assert printed(stream)[0].text.startswith("Mallory p")


@pytest.mark.parametrize(
    "command", [b"\x1bp\x00\x19\xfa", b"\x1b@", b"\x10\x04\x01", b"\x10\x14\x01\x00\x01", b"\x1b=\x02", b"\x1bt"]
)
def test_gate_refuses_every_command_that_is_no_document(command: bytes) -> None:
    with pytest.raises(DeviceError) as refused:
        gate(b"\x1bt\x13hello\n" + command)
    assert refused.value.code is ErrorCode.ILLEGAL


def test_gate_holds_when_every_other_filter_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.paper.clean", str)
    monkeypatch.setattr("devices.escpos_render.fold", lambda text, code_page: text)
    with pytest.raises(DeviceError, match="1bp"):
        render_escpos([{"text": "Mallory\x1bp\x00\x19\x7a"}], EPSON)


@given(ANY_TEXT, st.sampled_from(sorted(CODECS)))
def test_code_page_filter_alone_lets_no_command_through(text: str, page: str) -> None:
    assert all(byte >= 0x20 and byte != 0x7F for byte in fold(text, page).encode(CODECS[page]))


@pytest.mark.parametrize("second", [0x04, 0x05, 0x14])
def test_gate_refuses_real_time_commands_hidden_in_data(second: int) -> None:
    with pytest.raises(DeviceError, match="real-time"):
        gate(b"\x1dk\x49\x03A\x10" + bytes((second,)))


# ---- PDF ----


def test_pdf_has_a_page_for_each_cut_sheet(tmp_path: Path) -> None:
    render_pdf([*RECEIPT, *RECEIPT], tmp_path / "receipt.pdf")
    content = (tmp_path / "receipt.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", content)) == 2


def test_pdf_is_the_same_for_the_same_paper(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        render_pdf(RECEIPT, tmp_path / name / "receipt.pdf")
    assert (tmp_path / "a/receipt.pdf").read_bytes() == (tmp_path / "b/receipt.pdf").read_bytes()


def test_pdf_of_hostile_text_is_written(tmp_path: Path) -> None:
    render_pdf([{"text": "[/nope] \x1b]0;x\x07 ‮ \U0001f600 " * 20}, {"barcode": "A" * 40}], tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").stat().st_size > 500
