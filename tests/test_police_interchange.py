"""The interchange file of a booking: what is checked, what is written, and what is read back by another parser."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from data.police import interchange_terms as terms
from data.police.interchange import (
    Exchanged,
    InterchangeError,
    Transaction,
    decode,
    encode,
    one,
    record,
    several,
    transaction,
)
from data.police.interchange_check import problems
from data.police.interchange_images import claimed, image_problems, look

ORI = "CA0379900"
CODES = {
    "POB": frozenset({"CA", "MM"}),
    "RAN": frozenset("ABIUW"),
    "EYE": frozenset({"BRO", "XXX"}),
    "HAI": frozenset({"BRO", "BAL", "XXX"}),
    "SMT": frozenset({"SC CHK", "TAT NECK"}),
}


def picture(width: int = 480, height: int = 600, mode: str = "RGB", kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), 119 if mode == "L" else (119, 119, 119)).save(out, kind, **options)
    return out.getvalue()


def header(**changed: str) -> Exchanged:
    named = {"VER": "0500", "TOT": "CAR", "DAI": "CADOJ", "ORI": ORI, "TCN": "VR2026000001", **changed}
    return record(
        1,
        {
            2: named["VER"], 4: named["TOT"], 5: "20260706", 7: named["DAI"], 8: named["ORI"], 9: named["TCN"],
            11: "00.00", 12: "00.00",
        },
    )  # fmt: skip


def person() -> Exchanged:
    return record(
        2,
        {
            2: "0", 5: "Y", 9: "2026-000123", 18: "PRACTICE,PAT Q", 19: several(["SAMPLE,PAT", "PRACTICE,PATRICK"]),
            20: "CA", 22: "19800229", 24: "M", 25: "U", 26: "TAT NECK", 27: "511", 29: "180", 31: "BRO", 32: "BAL",
            38: "20260706", 45: "20260706", 47: (("20260705", "PC 484"), ("20260706", "PC 148(A)(1)")), 73: ORI,
        },
    )  # fmt: skip


def face(idc: int = 1, image: bytes = b"", **changed: str) -> Exchanged:
    named = {"SAP": "30", "POS": "F", "HLL": "480", "VLL": "600", "CGA": "JPEGB", "CSP": "SRGB", **changed}
    return record(
        10,
        {
            2: str(idc), 3: "FACE", 4: ORI, 5: "20260706", 6: named["HLL"], 7: named["VLL"], 8: "0", 9: "1", 10: "1",
            11: named["CGA"], 12: named["CSP"], 13: named["SAP"], 20: named["POS"], 21: named.get("POA", ""),
            23: "DIGITAL CAMERA",
        },
        image or picture(),
    )  # fmt: skip


def tattoo(idc: int = 2, **changed: str) -> Exchanged:
    fields = {
        2: str(idc), 3: changed.get("IMT", "TATTOO"), 4: ORI, 5: "20260706", 6: "300", 7: "200", 8: "0", 9: "1",
        10: "1", 11: "PNG", 12: "RGB", 40: changed.get("SMT", "TAT NECK"),
    }  # fmt: skip
    return record(10, fields, picture(300, 200, kind="PNG"))


def wsq(width: int, height: int) -> bytes:
    frame = b"\xff\xa2\x00\x11\x00\xff" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + bytes(9)
    return b"\xff\xa0" + frame + b"\x1c\x1d\x1e\x1f14.002:9\xff\xa1"


def finger(idc: int = 3) -> Exchanged:
    fields = {
        2: str(idc), 3: "1", 4: ORI, 5: "20260706", 6: "500", 7: "400", 8: "1", 9: "500", 10: "500", 11: "WSQ20",
        12: "8", 13: "1",
    }  # fmt: skip
    return record(14, fields, wsq(500, 400))


def booking(*others: Exchanged, head: Exchanged | None = None) -> Transaction:
    return transaction(head or header(), others or (person(), face(), tattoo(), finger()))


def with_field(which: int, number: int, value: object) -> Transaction:
    """The booking with one field of one record changed, or taken out (None)."""
    good = booking()
    old = good.records[which]
    fields = {key: kept for key, kept in old.fields.items() if key != number}
    if value is not None:
        fields[number] = value if isinstance(value, tuple) else one(value)
    changed = replace(old, fields=dict(sorted(fields.items())))
    return Transaction(tuple(changed if n == which else kept for n, kept in enumerate(good.records)))


def test_a_booking_is_written_and_read_back_the_same() -> None:
    given_ = booking()
    data = encode(given_, CODES)
    assert decode(data) == given_
    assert data.startswith(b"1.001:")
    assert data.endswith(b"\x1c")
    assert given_.content == (("1", "4"), ("2", "0"), ("10", "1"), ("10", "2"), ("14", "3"))


def test_the_library_reads_what_was_written() -> None:
    from nistitl import Message

    data = encode(booking(), CODES)
    message = Message()
    message.parse(data)
    assert data == message.NIST
    assert next(each[999].value for each in message.iter(10)) == booking().records[2].image


@pytest.mark.parametrize(
    ("which", "number", "value", "said"),
    [
        (0, 7, "000", "destination (DAI)"),
        (0, 9, None, "control number"),
        (0, 4, "000", "type of transaction"),
        (0, 8, None, "agency's ORI"),
        (0, 2, "9900", "VER"),
        (0, 3, (("1", "9"),), "counts other records"),
        (1, 18, None, "NAM (2.018): this is needed"),
        (1, 18, "PRACTICE PAT", "NAM"),
        (1, 18, "PRACTICE,PAT\x1d2.024:F", "control characters"),
        (1, 18, "NUÑEZ,PAT", "plain ASCII"),
        (1, 19, tuple((f"A{n},B",) for n in range(11)), "at most 10"),
        (1, 22, "19800230", "no date"),
        (1, 22, "18800101", "no date"),
        (1, 24, "X", "not one of its codes"),
        (1, 25, "H", "not in the code table RAN"),
        (1, 27, "512", "right form"),
        (1, 29, "049", "right form"),
        (1, 32, "BLD", "not in the code table HAI"),
        (1, 73, "SANDIEGO1X", "CRI"),
        (1, 99, "1", "not one of this record"),
        (2, 6, "481", "it measures 480 x 600"),
        (2, 11, "PNG", "not compressed as PNG"),
        (2, 12, "GRAY", "color space"),
        (2, 13, None, "needs its acquisition profile"),
        (2, 13, "40", "needs at least 768 x 1024"),
        (2, 13, "99", "not one of its codes"),
        (2, 20, "A", "angle (POA)"),
        (2, 20, "R", "this one has 0"),
        (2, 40, "SC CHK", "belongs to pictures of scars"),
        (2, 4, "CA0370000", "not this agency"),
        (3, 40, None, "needs its code (SMT)"),
        (3, 40, "TAT CHK", "not in the code table SMT"),
        (3, 2, "1", "same number (IDC)"),
        (3, 13, "20", "only a face"),
        (4, 13, "16", "FGP"),
        (4, 6, "501", "it measures 500 x 400"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(which: int, number: int, value: object, said: str) -> None:
    wrong = with_field(which, number, value)
    assert any(said in problem for problem in problems(wrong, CODES)), problems(wrong, CODES)
    with pytest.raises(InterchangeError) as refused:
        encode(wrong, CODES)
    assert said in str(refused.value)


def test_a_good_booking_has_no_problem() -> None:
    assert problems(booking(), CODES) == []


def test_a_second_front_and_a_second_person_are_refused() -> None:
    twice = booking(person(), face(1), face(2))
    assert any("this one has 2" in problem for problem in problems(twice, CODES))
    two = booking(person(), person(), face())
    assert any("exactly one Type-2" in problem for problem in problems(two, CODES))


@pytest.mark.parametrize(
    ("image", "said"),
    [
        (b"", "no image"),
        (b"not an image", "no image that can be read"),
        (picture()[:-400], "no image that can be read"),
        (picture(progressive=True), "not compressed as JPEGB"),
    ],
)
def test_an_image_that_is_not_what_its_record_says(image: bytes, said: str) -> None:
    wrong = booking(person(), replace(face(), image=image))
    assert any(said in problem for problem in problems(wrong, CODES))


def test_an_older_file_knows_nothing_of_2011() -> None:
    old = booking(person(), face(SAP="32"), head=header(VER="0400"))
    assert any("came with version 0500" in problem for problem in problems(old, CODES))
    assert problems(booking(person(), face(), head=header(VER="0400")), CODES) == []


def test_an_uncompressed_image_has_the_bytes_of_its_size() -> None:
    raw = face(SAP="20", HLL="10", VLL="10", CGA="NONE", CSP="RGB", image=bytes(300))
    assert problems(booking(person(), raw), CODES) == []
    short = replace(raw, image=bytes(299))
    assert any("its bytes are not" in problem for problem in problems(booking(person(), short), CODES))


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data + b"more",
        lambda data: b"PK\x03\x04" + data,
        lambda data: data.replace(b"1.003:1\x1f4", b"1.003:1\x1f3", 1),
        lambda data: b"1.001:5\x1d" + data,
        lambda data: b"",
    ],
)
def test_a_damaged_file_is_refused(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(InterchangeError):
        decode(damage(encode(booking(), CODES)))


@given(text=st.text(max_size=40), number=st.sampled_from([9, 18, 39, 40, 41, 56]))
def test_no_text_breaks_out_of_its_field(text: str, number: int) -> None:
    attempt = with_field(1, number, text)
    if problems(attempt, CODES):
        with pytest.raises(InterchangeError):
            encode(attempt, CODES)
    else:
        assert decode(encode(attempt, CODES)).records[1].text(number) == text


@given(data=st.binary(max_size=400))
def test_foreign_bytes_are_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(InterchangeError) as refused:
        decode(data)
    assert all(problem.endswith(".") for problem in refused.value.problems)


@pytest.mark.parametrize("tag", ["1." + "9" * 5000, "9" * 5000 + ".2"])
def test_a_number_without_end_is_refused(tag: str) -> None:
    body = f"\x1d{tag}:x\x1c"
    length = len("1.001:0000") + len(body)
    with pytest.raises(InterchangeError, match="holds a field that is none of its own"):
        decode(f"1.001:{length:04d}{body}".encode())


@pytest.mark.parametrize("sides", [("9" * 5000, "4"), ("4", "x"), ("", "")])
def test_a_raw_image_without_its_sides_is_wrong(sides: tuple[str, str]) -> None:
    raw = Exchanged(14, {6: one(sides[0]), 7: one(sides[1]), 11: one("NONE")}, b"0123")
    assert [said for said in image_problems(raw) if "its bytes are not" in said]


@given(image=st.binary(min_size=1, max_size=200))
def test_image_bytes_of_any_kind_come_back(image: bytes) -> None:
    with_bytes = finger()
    whole = booking(person(), face(), replace(with_bytes, image=wsq(500, 400) + image))
    assert decode(encode(whole, CODES)).records[3].image.endswith(image)


@pytest.mark.parametrize(
    ("width", "height", "composed", "profile"),
    [(480, 600, True, "30"), (768, 1024, True, "40"), (768, 960, True, "30"), (768, 1024, False, "20"),
     (479, 600, True, "20"), (480, 640, True, "20"), (485, 600, True, "20")],
)  # fmt: skip
def test_a_profile_is_claimed_only_when_size_and_checklist_are_met(
    width: int, height: int, composed: bool, profile: str
) -> None:
    assert claimed(width, height, composed=composed) == profile


def test_a_gray_picture_is_seen_as_gray() -> None:
    found = look(picture(mode="L"))
    assert found is not None
    assert not found.colored


def test_the_words_of_the_desk_become_the_files() -> None:
    assert terms.name("Núñez-O’Brien", "José", "María", "Jr") == "NUNEZ-O'BRIEN,JOSE MARIA JR"
    assert terms.name("W" * 25, "Q" * 25) == f"{'W' * 25},{'Q' * 4}"
    assert terms.name("Quillwort-Montmorency", "Barnaby", "Thistledown") == "QUILLWORT-MONTMORENCY,BARNABY"
    assert terms.name("Quillwort-Montmor", "Barnaby", "Thistledown", "Jr") == "QUILLWORT-MONTMOR,BARNABY T JR"
    assert terms.name("W" * 50, "Quincy", "Ann") == f"{'W' * 27},QU"
    assert [terms.is_shortened("W" * 25, first) for first in ("Quin", "Quinc")] == [False, True]
    assert terms.plain("a\x1db\nc") == "A B C"
    assert terms.sex("X") == "U"
    assert terms.sex("F") == "F"
    assert terms.hair("BLD") == "BAL"
    assert terms.hair("") == "XXX"
    assert [terms.height(inches) for inches in (None, 71, 40, 99)] == ["000", "511", "400", "711"]
    assert [terms.weight(pounds) for pounds in (None, 180, 30, 600)] == ["000", "180", "050", "499"]
    assert terms.day(date(2026, 7, 6)) == "20260706"
