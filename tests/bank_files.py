"""Files as banks send them, for tests: lockbox, NACHA, CSV and fixed width, with right control totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Check:
    """A check of a lockbox with its stubs (account, cents)."""

    cents: int
    stubs: list[tuple[str, int]]
    number: str = "1001"
    remitter: str = "Pat Payer"


def lockbox(batches: Sequence[Sequence[Check]], date: str = "260706") -> list[str]:
    """A whole BAI lockbox file."""
    lines = [f"110000000000{'':>9}{date}0900", f"2{'':>20}"]
    total = count = 0
    for n, batch in enumerate(batches, 1):
        lines.append(f"5{n:03d}0000000777{date}".ljust(104))
        for item, check in enumerate(batch, 1):
            place = f"{n:03d}{item:03d}"
            money = f"{check.cents:010d}1220002470000012345"
            lines.append(f"6{place}{money}{check.number:>10}070126{check.remitter:<30}CITY".ljust(104))
            for sequence, (account, cents) in enumerate(check.stubs, 1):
                last = "9" if sequence == len(check.stubs) else "0"
                lines.append(f"4{place}6{sequence:02d}{last}{account:>11}{cents:010d}".ljust(104))
        cents = sum(check.cents for check in batch)
        lines.append(f"7{n:03d}0000000777{date}{len(batch):03d}{cents:010d}".ljust(104))
        total, count = total + cents, count + len(batch)
    lines.append(f"80010000000777{date}{count:04d}{total:010d}".ljust(104))
    lines.append(f"9{len(lines) + 1:06d}".ljust(104))
    return lines


@dataclass
class Entry:
    """A NACHA entry: code, cents, account (or individual id), name, and its addenda as (type, code, original)."""

    code: str
    cents: int
    account: str
    name: str = "PAT PAYER"
    addenda: list[tuple[str, str, str, str]] = field(default_factory=list)


def nacha(sec: str, entries: Sequence[Entry], date: str = "260706") -> list[str]:
    """A whole NACHA file with one batch."""
    lines = [f"101 122000247 123456789{date}0900A094101{'BANK':<23}{'CITY':<23}{'':>8}"]
    lines.append(f"5200{'CITY':<16}{'':>20}{'1123456789':<10}{sec}{'PAYMENTS':<10}{date}{date}   1122000240000001")
    count = hashed = debit = credit = 0
    for n, entry in enumerate(entries, 1):
        trace = f"12200024{n:07d}"
        who = f"{entry.name:<15}{entry.account:<22}" if sec == "CIE" else f"{entry.account:<15}{entry.name:<22}"
        flag = "1" if entry.addenda else "0"
        lines.append(f"6{entry.code}122000247{'99887766':<17}{entry.cents:010d}{who}  {flag}{trace}")
        count, hashed = count + 1, hashed + 12200024
        if entry.code in ("27", "37", "26", "36"):
            debit += entry.cents
        else:
            credit += entry.cents
        for kind, reason, original, info in entry.addenda:
            lines.append(f"7{kind}{reason}{original:<15}{'':>6}{'12200024'}{info:<44}{trace}")
            count += 1
    sums = f"{hashed % 10**10:010d}{debit:012d}{credit:012d}"
    lines.append(f"8200{count:06d}{sums}{'1123456789':<10}{'':>25}122000240000001")
    blocks = -(-(len(lines) + 1) // 10)
    lines.append(f"9000001{blocks:06d}{count:08d}{sums}{'':>39}")
    lines += ["9" * 94] * (-len(lines) % 10)
    return lines


def billpay(payments: Sequence[tuple[str, str, int]]) -> list[str]:
    """A fixed-width bill-pay file of (reference, account, cents)."""
    total = sum(cents for _, _, cents in payments)
    lines = ["H20260706"]
    lines += [f"D{ref:<15}{account:<12}{cents:010d}{'Pat Payer':<30}20260706" for ref, account, cents in payments]
    return [*lines, f"T{len(payments):08d}{total:012d}"]


def billpay_csv(payments: Sequence[tuple[str, str, str]]) -> list[str]:
    """A CSV bill-pay file of (reference, account, dollars), with its control row."""
    cents = sum(round(float(amount) * 100) for _, _, amount in payments)
    sign = "-" if cents < 0 else ""
    lines = ["payment_id,account,amount,name,date"]
    lines += [f'{ref},{account},{amount},"Payer, Pat",2026-07-06' for ref, account, amount in payments]
    return [*lines, f"TOTAL,{len(payments)},{sign}{abs(cents) // 100}.{abs(cents) % 100:02d},,"]


def content(lines: Sequence[str]) -> bytes:
    """Lines as the bytes of a file."""
    return ("\r\n".join(lines) + "\r\n").encode()
