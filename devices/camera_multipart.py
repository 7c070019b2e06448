"""Pictures out of a `multipart/x-mixed-replace` stream (MJPEG over HTTP), as ustreamer and IP cameras send it."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import Message
from email.parser import BytesParser

from devices.camera import MAX_BYTES
from devices.photo_image import DAMAGED, PictureError
from devices.states import DeviceError, ErrorCode

UNPLUGGED = "The camera is unplugged. Plug it in; its server sends a placeholder."
TOO_LARGE = f"The camera announces a picture of more than {MAX_BYTES // (1024 * 1024)} MB. Set it to a smaller one."
ENDED = "The camera's server has ended the connection. Is it still running?"
_HEAD_BYTES = 16 * 1024
_END_OF_IMAGE = b"\xff\xd9"
_LENGTH = re.compile("[0-9]{1,9}")
_BLANK_LINE = re.compile(b"\r\n\r\n")
_LONGEST_MARK = 100


def is_placeholder(headers: Message) -> bool:
    """Whether a server says that this is not the camera's picture (ustreamer's header; others send none)."""
    return str(headers.get("X-UStreamer-Online", "true")).strip().lower() == "false"


def announced_length(headers: Message) -> int | None:
    """The bytes a picture will have, None when the server does not say. Raises DeviceError when that cannot be."""
    text = headers.get("Content-Length")
    if text is None:
        return None
    digits = str(text).strip(" \t")
    if not _LENGTH.fullmatch(digits) or int(digits) > MAX_BYTES:
        raise DeviceError(TOO_LARGE, ErrorCode.FAILURE)
    return int(digits)


class Multipart:
    """The pictures of one stream, one after another."""

    def __init__(self, read: Callable[[], bytes], boundary: str) -> None:
        """`read` returns some bytes, none at the end, and raises what `next_picture` then raises."""
        self._read = read
        name = re.escape(boundary.strip().strip('"').lstrip("-").encode("latin-1", "replace"))
        self._mark = re.compile(b"--" + name)  # some servers count the hyphens into the boundary, some do not
        self._mark_on_its_line = re.compile(b"\r?\n-{2,}" + name)
        self._buffer = bytearray()

    def next_picture(self) -> bytes:
        """The next picture. Raises PictureError when only this one is bad, else DeviceError: the stream is over."""
        headers = self._headers()
        length = announced_length(headers)
        data = self._until_mark() if length is None else self._exactly(length)
        if is_placeholder(headers):
            raise PictureError(UNPLUGGED)
        return data

    def _headers(self) -> Message:
        """Skip to the next mark, and read the part's headers."""
        del self._buffer[: self._find(self._mark, _HEAD_BYTES).end()]
        end = self._find(_BLANK_LINE, _HEAD_BYTES).end()
        head = bytes(self._buffer[self._buffer.find(b"\r\n") + 2 : end])
        del self._buffer[:end]
        return BytesParser().parsebytes(head, headersonly=True)

    def _exactly(self, length: int) -> bytes:
        while len(self._buffer) < length:
            self._fill()
        data = bytes(self._buffer[:length])
        del self._buffer[:length]
        return data

    def _until_mark(self) -> bytes:
        """A picture whose length nobody said: everything before the next mark, cut behind the end of the image."""
        start = self._find(self._mark_on_its_line, MAX_BYTES).start()
        end = self._buffer.rfind(_END_OF_IMAGE, 0, start)
        data = bytes(self._buffer[: end + len(_END_OF_IMAGE)]) if end >= 0 else b""
        del self._buffer[:start]
        if not data:
            raise PictureError(DAMAGED)
        return data

    def _find(self, wanted: re.Pattern[bytes], limit: int) -> re.Match[bytes]:
        """Where `wanted` is in the buffer, which is filled until it is there."""
        searched = 0
        while (found := wanted.search(self._buffer, searched)) is None:
            searched = max(0, len(self._buffer) - _LONGEST_MARK)
            if len(self._buffer) > limit:
                raise DeviceError(TOO_LARGE if limit == MAX_BYTES else _NOT_A_STREAM, ErrorCode.FAILURE)
            self._fill()
        return found

    def _fill(self) -> None:
        data = self._read()
        if not data:
            raise DeviceError(ENDED, ErrorCode.OFFLINE)
        self._buffer += data


_NOT_A_STREAM = "The camera's address answers, but with no stream of pictures. Check [camera] url in the station file."
