"""A photograph: its frame, what is cut, what is written into it, what is said of it, and the papers it goes on."""

from __future__ import annotations

import random
import re
import struct
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from shutil import which
from subprocess import run

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter, ImageOps

from devices.camera_scene import jpeg, portrait
from devices.frames import FRAMES, Box, first_box, moved, sized
from devices.photo import make_photo
from devices.photo_card import IdCard, id_card
from devices.photo_image import PictureError, is_dark, read_picture
from devices.photo_quality import measure
from devices.photo_sheet import LineUp, draw_order, line_up_sheet
from devices.states import DeviceError

AT = datetime(2026, 7, 6, 9, 30)  # noqa: DTZ001
SCENE = portrait()
PICTURE = jpeg(SCENE, 95)
SAP30 = FRAMES["SAP30"]


def taken(name: str = "SAP30", picture: bytes = PICTURE, reference: str = "B26-00042"):
    frame = FRAMES[name]
    return make_photo(picture, frame, first_box(frame, read_picture(picture).size), AT, reference)


# frames


@pytest.mark.parametrize(
    ("name", "size", "box"),
    [
        ("SAP30", (1280, 720), (576, 720)),
        ("SAP40", (1920, 1080), (810, 1080)),
        ("PASSPORT", (1280, 720), (720, 720)),
        ("BADGE", (640, 480), (384, 480)),
        ("SAP30", (480, 600), (480, 600)),
    ],
)
def test_the_first_box_is_the_largest_of_its_shape(name: str, size: tuple[int, int], box: tuple[int, int]):
    found = first_box(FRAMES[name], size)
    assert (found.width, found.height) == box
    assert found.left * 2 + found.width == pytest.approx(size[0], abs=1)


@pytest.mark.parametrize(("name", "size"), [("SAP40", (1280, 720)), ("SAP30", (479, 900)), ("PASSPORT", (800, 599))])
def test_nothing_is_enlarged_to_reach_a_size(name: str, size: tuple[int, int]):
    with pytest.raises(DeviceError, match=f"the camera sends {size[0]} x {size[1]}"):
        first_box(FRAMES[name], size)


@given(
    st.sampled_from(sorted(FRAMES)),
    st.integers(768, 4000),
    st.integers(1024, 4000),
    st.lists(st.tuples(st.integers(-900, 900), st.integers(-900, 900), st.integers(-9, 9)), max_size=8),
)
def test_a_box_stays_inside_in_shape_and_large_enough(name: str, width: int, height: int, moves):
    frame, size = FRAMES[name], (width, height)
    box = first_box(frame, size)
    for right, down, steps in moves:
        box = sized(moved(box, right, down, size), steps, frame, size)
        left, top, far, low = box.edges
        assert 0 <= left < far <= width
        assert 0 <= top < low <= height
        assert box.width * frame.height == box.height * frame.width
        assert box.width >= frame.width


def test_plus_and_minus_change_the_size_about_the_middle():
    size = (1280, 720)
    box = sized(first_box(SAP30, size), -2, SAP30, size)
    assert box.width < 576
    assert abs(box.left + box.width / 2 - 640) <= 2
    assert sized(box, 9, SAP30, size) == first_box(SAP30, size)
    assert sized(box, -99, SAP30, size).width == 480


# the photograph


def test_the_original_is_kept_and_both_are_proven():
    photo = taken()
    assert photo.original is PICTURE
    assert photo.original_sha256 == sha256(PICTURE).hexdigest()
    assert photo.crop_sha256 == sha256(photo.crop).hexdigest()
    assert (photo.frame, photo.width, photo.height) == ("SAP30", 576, 720)


def test_the_crop_is_what_the_box_showed():
    photo = taken()
    seen = Image.open(BytesIO(photo.crop))
    expected = read_picture(PICTURE).crop(photo.box.edges)
    assert (seen.format, seen.mode, seen.size) == ("JPEG", "RGB", (576, 720))
    middle, wanted = seen.getpixel((288, 324)), expected.getpixel((288, 324))
    assert all(abs(one - other) < 12 for one, other in zip(middle, wanted, strict=True))


@pytest.mark.parametrize(("name", "size"), [("PASSPORT", (600, 600)), ("BADGE", (300, 375))])
def test_frames_for_paper_are_reduced_to_their_size(name: str, size: tuple[int, int]):
    photo = taken(name)
    assert (photo.width, photo.height) == size
    assert Image.open(BytesIO(photo.crop)).info["dpi"] == (300, 300)


def test_a_box_below_the_frame_or_outside_is_refused():
    with pytest.raises(DeviceError, match="too few"):
        make_photo(PICTURE, SAP30, Box(0, 0, 400, 500), AT)
    for box in (Box(800, 0, 576, 720), Box(-4, 0, 576, 720), Box(0, 0, 576, 700)):
        with pytest.raises(DeviceError, match="does not fit"):
            make_photo(PICTURE, SAP30, box, AT)


def with_metadata() -> bytes:
    """A picture as a telephone makes it: sideways, with a place, a maker's note and a comment."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = 6, "SecretMaker", "SecretArtist"
    exif.get_ifd(0x8825)[2] = (33.0, 12.0, 5.0)
    exif.get_ifd(0x8769)[0x927C] = b"SecretNote"
    data = BytesIO()
    SCENE.rotate(90, expand=True).save(data, "JPEG", exif=exif, comment=b"SecretComment", quality=95)
    return data.getvalue()


def test_metadata_is_dropped_and_written_anew():
    picture = with_metadata()
    assert b"Secret" in picture
    photo = taken(picture=picture, reference="B26-00099")
    assert b"Secret" not in photo.crop
    found = Image.open(BytesIO(photo.crop))
    exif = found.getexif()
    assert dict(exif) == {0x0132: "2026:07:06 09:30:00", 0x010E: "B26-00099", 0x8769: exif[0x8769]}
    assert dict(exif.get_ifd(0x8769)) == {0x9003: "2026:07:06 09:30:00"}
    assert dict(exif.get_ifd(0x8825)) == {}
    assert found.info["dpi"] == (300, 300)
    assert "comment" not in found.info


def test_a_sideways_picture_is_held_upright_before_it_is_cut():
    assert read_picture(with_metadata()).size == (1280, 720)
    photo = taken(picture=with_metadata())
    difference = measure(read_picture(photo.crop)).light - measure(read_picture(taken().crop)).light
    assert abs(difference) < 3


def test_a_wide_color_profile_is_brought_over():
    from PIL import ImageCms

    data = BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    SCENE.save(data, "JPEG", icc_profile=profile)
    assert "icc_profile" not in Image.open(BytesIO(taken(picture=data.getvalue()).crop)).info
    srgb = BytesIO()
    SCENE.save(srgb, "JPEG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    assert "icc_profile" not in Image.open(BytesIO(taken(picture=srgb.getvalue()).crop)).info


# pictures from outside


def test_every_cut_off_picture_is_refused():
    for share in (0.0, 0.001, 0.01, 0.3, 0.7, 0.98):
        with pytest.raises(PictureError):
            read_picture(PICTURE[: int(len(PICTURE) * share)])


@given(st.binary(max_size=300), st.integers(0, 400))
def test_damaged_bytes_are_a_picture_or_a_refusal(noise: bytes, at: int):
    data = PICTURE[:at] + noise + PICTURE[at + len(noise) :]
    try:
        said = str(read_picture(data, (100, 100)).size)
    except PictureError as error:
        said = error.sentence
    assert said


def test_metadata_that_is_wrong_is_a_damaged_picture():
    """A width that is text, in a picture that lies on its side."""
    entries = ((0x0112, 3, b"\6\0\0\0"), (0x0100, 2, b"abc\0"))
    parts = b"".join(struct.pack("<HHL", tag, kind, 1) + value for tag, kind, value in entries)
    wrong = b"Exif\0\0II*\0" + struct.pack("<LH", 8, len(entries)) + parts + bytes(4)
    data = BytesIO()
    SCENE.resize((64, 64)).save(data, "JPEG", exif=wrong)
    with pytest.raises(PictureError):
        read_picture(data.getvalue())


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "WEBP"])
def test_only_jpeg_and_png_are_read_whatever_the_name(form: str):
    data = BytesIO()
    SCENE.resize((64, 64)).save(data, form)
    with pytest.raises(PictureError):
        read_picture(data.getvalue())


@pytest.mark.parametrize("side", [8_000, 10_000, 14_000])
def test_a_decompression_bomb_is_refused(side: int):
    data = BytesIO()
    Image.new("1", (side, side)).save(data, "PNG")
    with pytest.raises(PictureError, match="60 million pixels"):
        read_picture(data.getvalue())


def test_darkness_is_not_a_dark_room():
    assert is_dark(Image.new("RGB", (64, 64), (20, 20, 20)))
    assert not is_dark(SCENE.point([value // 3 for value in range(256)] * 3))


# quality


def test_advice_names_blur_and_light():
    face = read_picture(taken().crop)
    assert measure(face).advice == ()
    blurred = measure(face.filter(ImageFilter.GaussianBlur(6)))
    assert "blurred" in blurred.advice[0]
    assert blurred.sharpness < measure(face).sharpness / 3
    dim = measure(face.point([value // 4 for value in range(256)] * 3))
    assert any("dark" in sentence for sentence in dim.advice)
    bright = measure(face.point([min(255, value * 2) for value in range(256)] * 3))
    assert any("bright" in sentence for sentence in bright.advice)


def test_advice_stops_nothing():
    blurred = jpeg(SCENE.filter(ImageFilter.GaussianBlur(9)))
    assert taken(picture=blurred).quality.advice


# papers


def test_the_order_of_a_line_up_is_chance_and_kept():
    orders = {draw_order(chance=random.Random(seed)).order for seed in range(50)}
    assert len(orders) > 40
    assert all(sorted(order) == list(range(6)) for order in orders)
    line_up = LineUp((3, 1, 0, 5, 2, 4))
    assert [line_up.place(index) for index in range(6)] == [3, 2, 5, 1, 6, 4]
    assert draw_order(chance=random.Random(7)) == draw_order(chance=random.Random(7))


def six() -> list[bytes]:
    colors = [(200, 0, 0), (0, 200, 0), (0, 0, 200), (200, 200, 0), (0, 200, 200), (200, 0, 200)]
    return [jpeg(ImageOps.colorize(SCENE.convert("L"), "black", color), 95) for color in colors]


def test_a_line_up_sheet_says_only_numbers_and_the_case():
    photos = [taken(picture=photo, reference="SUSPECT-17").crop for photo in six()]
    line_up = draw_order(chance=random.Random(1))
    sheet = line_up_sheet(photos, line_up, "Case 26-01234", date(2026, 7, 6))
    assert sheet.startswith(b"%PDF")
    assert b"SUSPECT" not in sheet
    assert len(re.findall(rb"/Subtype /Image", sheet)) == 6
    assert sheet == line_up_sheet(photos, line_up, "Case 26-01234", date(2026, 7, 6))


@pytest.mark.skipif(which("pdftoppm") is None, reason="poppler-utils is not installed")
def test_each_face_stands_in_its_place():
    line_up = LineUp((5, 4, 3, 2, 1, 0))
    sheet = line_up_sheet(six(), line_up, "Case", date(2026, 7, 6))
    page = Image.open(BytesIO(run(["pdftoppm", "-r", "72", "-png"], input=sheet, capture_output=True).stdout))
    seen = [
        page.convert("RGB").getpixel((int(page.width * x), int(page.height * y)))
        for y in (0.235, 0.51, 0.785)
        for x in (0.35, 0.65)
    ]
    strong = [tuple(part > max(color) / 2 for part in color) for color in seen]
    t, f = True, False
    assert strong == [(t, f, t), (f, t, t), (t, t, f), (f, f, t), (f, t, f), (t, f, f)]


def test_a_line_up_has_six_places():
    with pytest.raises(ValueError, match="6 photographs"):
        line_up_sheet(six()[:5], draw_order(5), "Case", date(2026, 7, 6))
    with pytest.raises(ValueError, match="6 photographs"):
        line_up_sheet(six(), LineUp((0, 0, 1, 2, 3, 4)), "Case", date(2026, 7, 6))


@pytest.mark.skipif(which("pdftotext") is None, reason="poppler-utils is not installed")
def test_an_identification_card_says_what_it_was_given():
    card = IdCard("City of Vista Robles", "José Ramírez ✓ " + "long " * 20, ("Records", "No. 4711"), "EMP4711")
    data = id_card(card, taken("BADGE").crop)
    said = run(["pdftotext", "-", "-"], input=data, capture_output=True, text=False).stdout.decode()
    assert "City of Vista Robles" in said
    assert "José Ramírez ?" in said
    assert "No. 4711" in said
    assert re.search(rb"/MediaBox \[ 0 0 242\.6\d+ 153\.0\d+ \]", data)


def test_a_card_refuses_what_it_cannot_print():
    with pytest.raises(ValueError, match="ASCII"):
        id_card(IdCard("City", "Name", code="Ä"), taken("BADGE").crop)
    with pytest.raises(PictureError):
        id_card(IdCard("City", "Name"), b"no picture")
