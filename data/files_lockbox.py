"""BAI lockbox files: records 1, 2, then for each batch 5, its checks 6 with stubs 4, its total 7, then 8 and 9.

Order and meaning follow the published BAI record definitions; columns are rows of the profile, because banks differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from data.files_read import FileRefused, Found, Incoming, cut
from data.layouts import Layout
from data.money import show_cents
from data.text import many

AFTER = {
    "": "1",
    "1": "2",
    "2": "5",
    "5": "67",
    "6": "6478",
    "4": "6478",
    "7": "58",
    "8": "59",
    "9": "",
}
"""The records that may follow each record."""


@dataclass
class _Check:
    """A check being read, with its stubs."""

    line: int
    values: dict[str, Any]
    stubs: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class _Reading:
    """Where the reader stands: the batch, and the sums to compare."""

    layout: Layout
    found: Found = field(default_factory=Found)
    previous: str = ""
    header: dict[str, Any] = field(default_factory=dict)
    check: _Check | None = None
    batch_count: int = 0
    batch_cents: int = 0
    box_count: int = 0
    box_cents: int = 0
    batches: int = 0


def read(lines: list[str], layout: Layout) -> Found:
    """The checks of a lockbox file. Raises `FileRefused` when a total, a count or the order is wrong."""
    now = _Reading(layout)
    for at, line in enumerate(lines, 1):
        record = line[:1]
        if record not in AFTER[now.previous]:
            wanted = " or ".join(AFTER[now.previous]) or "no more records"
            raise FileRefused(at, f"record {record!r} stands where {wanted} is expected. It is no whole lockbox file.")
        values = dict(cut(layout, record, line, at)) if layout.parts.get(record) else {}
        _ACTS.get(record, _nothing)(now, at, values)
        now.previous = record
    if now.previous != "9":
        raise FileRefused(len(lines), "the file ends without its trailer, record 9. It was cut off.")
    now.found.facts.append(
        f"{many(now.batches, 'batch', 'batches')}, {many(len(now.found.payments), 'check')}; "
        "batch, lockbox and record totals agree"
    )
    return now.found


def _nothing(now: _Reading, at: int, values: dict[str, Any]) -> None:
    return None


def _batch(now: _Reading, at: int, values: dict[str, Any]) -> None:
    if now.check is not None or now.batch_count:
        raise FileRefused(at, "a batch begins before the one before it has its total.")
    now.header, now.batches = values, now.batches + 1


def _check(now: _Reading, at: int, values: dict[str, Any]) -> None:
    _finish(now)
    if values["batch"] != now.header["batch"]:
        raise FileRefused(at, f"the check is of batch {values['batch']}, inside batch {now.header['batch']}.")
    if values["amount"] <= 0:
        raise FileRefused(at, "a check of nothing.")
    now.check = _Check(at, values)
    now.batch_count += 1
    now.batch_cents += values["amount"]


def _stub(now: _Reading, at: int, values: dict[str, Any]) -> None:
    if now.check is None or values["item"] != now.check.values["item"]:
        raise FileRefused(at, "a stub without its check.")
    now.check.stubs.append((values["account"], values["amount"]))


def _finish(now: _Reading) -> None:
    """Keep the check that has all its stubs."""
    if (check := now.check) is None:
        return
    now.check = None
    values, header = check.values, now.header
    key = f"LB:{header['lockbox']}:{header['date']}:{values['batch']}:{values['item']}"
    now.found.payments.append(
        Incoming(
            key,
            check.line,
            *_spread(check),
            payer=values.get("remitter", ""),
            number=str(values["check"]).lstrip("0"),
            paid_on=header["date"],
            problem=_problem(check),
        )
    )


def _spread(check: _Check) -> tuple[tuple[tuple[str, int], ...], int]:
    """What the check pays, and its amount. One stub takes the whole check, whatever is printed on it."""
    amount = int(check.values["amount"])
    if len(check.stubs) == 1:
        return ((check.stubs[0][0], amount),), amount
    if sum(cents for _, cents in check.stubs) == amount:
        return tuple(check.stubs), amount
    return (("", amount),), amount


def _problem(check: _Check) -> str:
    if not check.stubs:
        return "NOSTUB"
    many = len(check.stubs) > 1
    return "MULTI" if many and sum(cents for _, cents in check.stubs) != check.values["amount"] else ""


def _batch_total(now: _Reading, at: int, values: dict[str, Any]) -> None:
    _finish(now)
    name = f"batch {now.header['batch']}"
    _agree(at, name, (now.batch_count, now.batch_cents), values)
    now.box_count += now.batch_count
    now.box_cents += now.batch_cents
    now.batch_count = now.batch_cents = 0


def _box_total(now: _Reading, at: int, values: dict[str, Any]) -> None:
    if now.check is not None:
        raise FileRefused(at, "the last batch has no total, record 7.")
    _agree(at, f"lockbox {values['lockbox']}", (now.box_count, now.box_cents), values)
    now.box_count = now.box_cents = 0


def _agree(at: int, name: str, counted: tuple[int, int], values: dict[str, Any]) -> None:
    """The count and total of a control record against what was read."""
    if (values["count"], values["amount"]) != counted:
        raise FileRefused(
            at,
            f"{name} says {many(values['count'], 'check')} of {show_cents(values['amount'])}, but there are "
            f"{counted[0]} of {show_cents(counted[1])}.",
        )


def _trailer(now: _Reading, at: int, values: dict[str, Any]) -> None:
    if values["count"] != at:
        raise FileRefused(at, f"the trailer says {many(values['count'], 'record')}, but there are {at}.")


_ACTS = {"5": _batch, "6": _check, "4": _stub, "7": _batch_total, "8": _box_total, "9": _trailer}
