"""The interchange file of a booking: ANSI/NIST-ITL 1-2011, traditional encoding, as plain values and as bytes.

`encode` checks the values, writes them with nistitl, reads the bytes back with a parser of our own and compares;
`decode` is that parser. What is wrong is said in sentences, all of it at once (`InterchangeError`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

FS, GS, RS, US = "\x1c", "\x1d", "\x1e", "\x1f"
"""What ends a record, and stands between fields, subfields and items (ITL section 7)."""
_DIGITS = 9
"""Of a field's number, at most."""

Items = tuple[str, ...]
Value = tuple[Items, ...]
"""A field: its subfields, each of one or more items."""


class InterchangeError(Exception):
    """A transaction that may not be written, or a file that cannot be read; `problems` are sentences."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))


@dataclass(frozen=True)
class Exchanged:
    """One record of a transaction: fields by number without .001 (length), and the bytes of .999."""

    type: int
    fields: Mapping[int, Value]
    image: bytes = field(default=b"", repr=False)

    def text(self, number: int) -> str:
        """The first item of a field, empty when it is absent."""
        value = self.fields.get(number)
        return value[0][0] if value else ""

    @property
    def idc(self) -> str:
        """The number that links records of one transaction (.002); Type-1 has none."""
        return "" if self.type == 1 else self.text(2)


@dataclass(frozen=True)
class Transaction:
    """The records in their order; the first is the Type-1 header."""

    records: tuple[Exchanged, ...]

    @property
    def content(self) -> Value:
        """1.003 CNT: how many records follow the header, then type and IDC of each."""
        others = self.records[1:]
        return (("1", str(len(others))), *((str(record.type), record.idc) for record in others))


def one(text: object) -> Value:
    """A field of a single value."""
    return ((str(text),),)


def several(texts: Iterable[object]) -> Value:
    """A field of several values, a subfield each."""
    return tuple((str(text),) for text in texts)


def record(type: int, fields: Mapping[int, Value | str | int | None], image: bytes = b"") -> Exchanged:
    """A record from plain values; what is empty is left out."""
    found: dict[int, Value] = {}
    for number, value in sorted(fields.items()):
        if value is None or value == "" or value == ():
            continue
        found[number] = value if isinstance(value, tuple) else one(value)
    return Exchanged(type, found, image)


def transaction(header: Exchanged, others: Iterable[Exchanged]) -> Transaction:
    """A transaction whose header counts what follows (1.003)."""
    counted = Transaction((header, *others))
    return Transaction((Exchanged(1, {**header.fields, 3: counted.content}), *counted.records[1:]))


# bytes


def encode(given: Transaction, codes: Mapping[str, frozenset[str]]) -> bytes:
    """The file of a transaction, read back and compared. `codes` are the agency's tables by name.

    Raises `InterchangeError` with everything that is wrong.
    """
    from data.police.interchange_check import problems

    if wrong := problems(given, codes):
        raise InterchangeError(wrong)
    written = _written(given)
    again = decode(written)
    if again != given:
        raise InterchangeError(["What was written is not what is read back. Nothing was kept; report this."])
    if wrong := problems(again, codes):
        raise InterchangeError(wrong)
    return written


def _written(given: Transaction) -> bytes:
    from nistitl import AsciiRecord, BinaryField, Field, Message, NistException

    message = Message()
    message.reset(autocreate=False)
    try:
        header = message[0]
        header += Field(1, 1, "0")
        for number, value in given.records[0].fields.items():
            header += Field(1, number, _nested(value))
        for each in given.records[1:]:
            made = AsciiRecord(each.type, autocreate=False)
            made += Field(each.type, 1, "0")
            for number, value in each.fields.items():
                made += Field(each.type, number, _nested(value))
            if each.image:
                made += BinaryField(each.type, 999, each.image)
            message += made
        return b"".join(part.NIST for part in message)
    except (NistException, UnicodeEncodeError, TypeError) as error:
        raise InterchangeError([f"The file could not be written ({type(error).__name__}). Nothing was kept."]) from None


def _nested(value: Value) -> Any:
    if len(value) == 1 and len(value[0]) == 1:
        return value[0][0]
    return [items[0] if len(items) == 1 else list(items) for items in value]


def decode(data: bytes) -> Transaction:
    """The transaction of a file: cut by the length of each record, independent of the library that wrote it.

    Raises `InterchangeError` for what is no such file, is cut short, or goes on after its end.
    """
    found: list[Exchanged] = []
    at = 0
    while at < len(data):
        type, length = _length(data, at)
        end = at + length
        if end > len(data):
            raise InterchangeError([f"The file ends inside a record of type {type}, {end - len(data)} bytes early."])
        if data[end - 1 : end] != FS.encode():
            raise InterchangeError([f"A record of type {type} does not end where its length says."])
        found.append(_record(type, data[at : end - 1]))
        at = end
    if not found or found[0].type != 1:
        raise InterchangeError(["The file does not begin with a Type-1 record."])
    read = Transaction(tuple(found))
    if found[0].fields.get(3) != read.content:
        raise InterchangeError(["The header counts other records than the file has (1.003)."])
    return read


def _length(data: bytes, at: int) -> tuple[int, int]:
    """Type and length in bytes of the record that begins at `at`."""
    head, _, _ = data[at : at + 40].partition(GS.encode())
    tag, colon, length = head.partition(b":")
    kind, dot, number = tag.partition(b".")
    if not (colon and dot and kind.isdigit() and number.isdigit() and int(number) == 1 and length.isdigit()):
        raise InterchangeError([f"At byte {at} there is no record: a record begins with its length (.001)."])
    if int(length) <= len(head):
        raise InterchangeError([f"At byte {at} a record gives a length that is too short."])
    return int(kind), int(length)


def _record(type: int, data: bytes) -> Exchanged:
    """One record without its last separator; what follows `.999:` is the image, whatever bytes it holds."""
    mark = f"{type}.999:".encode()
    separator = GS.encode()
    text, found, image = data.partition(separator + mark)
    fields: dict[int, Value] = {}
    for part in text.split(separator)[1:]:
        tag, colon, value = part.partition(b":")
        kind, dot, number = tag.partition(b".")
        if not (colon and dot and kind == str(type).encode() and number.isdigit() and len(number) <= _DIGITS):
            raise InterchangeError([f"A record of type {type} holds a field that is none of its own."])
        if int(number) in fields:
            raise InterchangeError([f"Field {type}.{int(number):03d} occurs twice."])
        fields[int(number)] = _value(value, f"{type}.{int(number):03d}")
    return Exchanged(type, fields, image if found else b"")


def _value(data: bytes, name: str) -> Value:
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        raise InterchangeError([f"Field {name} holds characters that are not ASCII."]) from None
    return tuple(tuple(subfield.split(US)) for subfield in text.split(RS))
