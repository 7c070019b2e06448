"""CSV and plain fixed-width files of payments: bill-pay services, online and card settlement.

A CSV file has a header row. With parts of record `T` a last row is required whose first cell is TOTAL and whose
columns hold count and amount; a fixed-width file has records H, D and T, told apart by their first character.
"""

from __future__ import annotations

import csv
from typing import Any

from data.files_read import FileRefused, Found, Incoming, cut
from data.layouts import Layout, LayoutError, Part
from data.money import show_cents
from data.text import many

TOTAL = "TOTAL"
"""The first cell of a CSV file's control row."""


def read_csv(lines: list[str], layout: Layout) -> Found:
    """The payments of a CSV file. Raises `FileRefused`."""
    rows = csv.reader(lines, strict=True)
    found, last = Found(), 0
    try:
        header = [cell.strip().lower() for cell in next(rows)]
        places = _places(layout, header)
        for row in rows:
            at = rows.line_num
            if last:
                raise FileRefused(at, "there is something behind the control row.")
            if not any(cell.strip() for cell in row):
                continue
            if row[0].strip().upper() == TOTAL:
                last = at
                _totals(at, found, _values(layout.parts.get("T", ()), places, row, at))
            elif len(row) != len(header):
                raise FileRefused(at, f"{len(row)} columns where the header has {len(header)}. It is damaged.")
            else:
                found.payments.append(_payment(layout, _values(layout.parts["D"], places, row, at), at))
    except csv.Error as error:
        raise FileRefused(rows.line_num, f"this is no CSV: {error}.") from None
    _finish(layout, found, last, len(lines))
    return found


def read_fixed(lines: list[str], layout: Layout) -> Found:
    """The payments of a fixed-width file with records H, D and T. Raises `FileRefused`."""
    found, last = Found(), 0
    for at, line in enumerate(lines, 1):
        record = line[:1]
        if last:
            raise FileRefused(at, "there is something behind the control record.")
        if (record == "H") != (at == 1):
            raise FileRefused(at, "the header, record H, stands first and only there. It is not of this profile.")
        values = dict(cut(layout, record, line, at))
        if record == "D":
            found.payments.append(_payment(layout, values, at))
        elif record == "T":
            last = at
            _totals(at, found, values)
    _finish(layout, found, last, len(lines))
    return found


def _places(layout: Layout, header: list[str]) -> dict[str, int]:
    """The column of each part. Raises `FileRefused` when the header lacks one."""
    wanted = {part.header.lower() for record in layout.parts.values() for part in record}
    missing = sorted(one for one in wanted if one not in header)
    if missing:
        raise FileRefused(1, f"the header has no column {missing[0]!r}. The file is not of the profile {layout.code}.")
    return {name: header.index(name) for name in wanted}


def _values(parts: tuple[Part, ...], places: dict[str, int], row: list[str], at: int) -> dict[str, Any]:
    try:
        return {part.name: part.value(row[places[part.header.lower()]]) for part in parts}
    except LayoutError as error:
        raise FileRefused(at, str(error)) from None
    except IndexError:
        raise FileRefused(at, "columns are missing. The file is damaged.") from None


def _payment(layout: Layout, values: dict[str, Any], at: int) -> Incoming:
    cents = int(values["amount"])
    if not values["reference"]:
        raise FileRefused(at, "there is no reference, so the payment could be posted twice.")
    if not cents:
        raise FileRefused(at, "a payment of nothing.")
    fee = int(values.get("fee") or 0)
    if "net" in values and cents - fee != values["net"]:
        raise FileRefused(
            at,
            f"{show_cents(cents)} less a fee of {show_cents(fee)} is {show_cents(cents - fee)}, not "
            f"{show_cents(values['net'])}. Ask the processor.",
        )
    return Incoming(
        f"{layout.tender}:{layout.code}:{values.get('date', '')}:{values['reference']}",
        at,
        ((values["account"], cents),),
        cents,
        payer=values.get("payer", ""),
        number=values["reference"],
        paid_on=values.get("date", ""),
        fee_cents=fee,
        problem="REVERSAL" if cents < 0 else "",
    )


def _totals(at: int, found: Found, values: dict[str, Any]) -> None:
    counted = (len(found.payments), sum(one.amount_cents for one in found.payments))
    if values and (values["count"], values["amount"]) != counted:
        raise FileRefused(
            at,
            f"the file says {many(values['count'], 'payment')} of {show_cents(values['amount'])}, not {counted[0]:,} "
            f"of {show_cents(counted[1])}.",
        )
    fees = sum(one.fee_cents for one in found.payments)
    for name, cents in (("fee", fees), ("net", counted[1] - fees)):
        if name in values and values[name] != cents:
            raise FileRefused(at, f"the file's {name} is {show_cents(values[name])}, not {show_cents(cents)}.")


def _finish(layout: Layout, found: Found, last: int, lines: int) -> None:
    if "T" in layout.parts and not last:
        raise FileRefused(lines, "the file ends without its control total. It was cut off.")
    said = "count and total agree with the control record" if last else "the file has no control total of its own"
    found.facts.append(f"{many(len(found.payments), 'payment')}; {said}")
    if any(part.name == "fee" for part in layout.parts["D"]):
        fees = sum(one.fee_cents for one in found.payments)
        net = sum(one.amount_cents for one in found.payments) - fees
        found.facts.append(f"fees kept by the processor {show_cents(fees)}, net to the bank {show_cents(net)}")
