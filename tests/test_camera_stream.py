"""The bytes of a stream: cut anywhere, absurd lengths, placeholders."""

from __future__ import annotations

import pytest

from devices.camera_multipart import Multipart
from devices.photo_image import PictureError
from devices.states import DeviceError


def _multipart(*pieces: bytes, boundary: str = "b") -> Multipart:
    rest = iter(pieces)
    return Multipart(lambda: next(rest, b""), boundary)


def test_pictures_arrive_in_any_pieces():
    data = b"\xff\xd8one\xff\xd9"
    stream = (
        b"--b\r\nContent-Type: image/jpeg\r\nContent-Length: 7\r\n\r\n" + data + b"\r\n--b\r\n\r\n" + data + b"\r\n--b"
    )
    parts = _multipart(*(stream[at : at + 1] for at in range(len(stream))))
    assert [parts.next_picture(), parts.next_picture()] == [data, data]
    with pytest.raises(DeviceError, match="ended the connection"):
        parts.next_picture()


@pytest.mark.parametrize("length", ["-1", "9999999999", "many", "9" * 5000, "\x1f12", "１２"])
def test_an_absurd_length_is_refused_before_memory_is_taken(length: str):
    with pytest.raises(DeviceError, match="more than 8 MB"):
        _multipart(f"--b\r\nContent-Length: {length}\r\n\r\n".encode()).next_picture()


def test_a_stream_without_end_or_boundary_is_refused():
    with pytest.raises(DeviceError, match="more than 8 MB"):
        _multipart(b"--b\r\n\r\n", *[b"x" * 1_000_000] * 10).next_picture()
    with pytest.raises(DeviceError, match="no stream of pictures"):
        _multipart(*[b"x" * 10_000] * 3).next_picture()


def test_a_placeholder_is_skipped_and_the_next_picture_read():
    head = b"--b\r\nContent-Length: 2\r\nX-UStreamer-Online: "
    parts = _multipart(head + b"FALSE\r\n\r\nxx\r\n" + head + b"true\r\n\r\nyy\r\n")
    with pytest.raises(PictureError, match="unplugged"):
        parts.next_picture()
    assert parts.next_picture() == b"yy"


def test_a_wall_of_hyphens_is_refused_at_once():
    """A search that tries every hyphen as the beginning of a boundary would hold up the whole program for minutes."""
    with pytest.raises(DeviceError, match="no stream of pictures"):
        _multipart(b"-" * 4_000_000).next_picture()


def test_a_boundary_may_have_more_hyphens_than_it_says():
    data = b"\xff\xd8one\xff\xd9"
    assert _multipart(b"-----b\r\nContent-Length: 7\r\n\r\n" + data).next_picture() == data
