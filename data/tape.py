"""The adding machine's tape: signed lines, item count, subtotals, totals, grand totals, notes that are not added.

Amounts are integer cents; negative amounts are subtracted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from data.money import show_cents

ADD, SUBTOTAL, TOTAL, GRAND, NOTE = "ADD", "SUBTOTAL", "TOTAL", "GRAND", "NOTE"
SIGNS = {SUBTOTAL: "◊", TOTAL: "*", GRAND: "**", NOTE: "#"}
"""What is printed behind each kind of line; an added one has its sign."""


class TapeError(ValueError):
    """Something the tape cannot do; the message is the sentence for the message row."""


@dataclass(frozen=True)
class Entry:
    """One line of a tape."""

    kind: str
    cents: int = 0
    """The signed amount of an added line; sums are worked out when the tape is read."""
    said: str = ""
    """What a note says, or how an amount came about: `12 × 3.50`."""


@dataclass(frozen=True)
class Printed:
    """One line as it is printed: the item's number (0 for others), cents (None for a note), sign and words."""

    number: int
    cents: int | None
    sign: str
    said: str = ""
    items: int = 0
    """How many items a subtotal or total covers."""

    def text(self) -> str:
        """The line in 44 columns: item number or count, amount, sign, words."""
        left = f"{self.number:>4}" if self.number else f"{self.items:03d} " if self.items else "    "
        amount = "" if self.cents is None else show_cents(self.cents if self.sign not in "+-" else abs(self.cents))
        if self.cents is None:
            return f"{left}{self.said:>17} {self.sign}"
        return f"{left}{amount:>17} {self.sign:<2} {self.said}".rstrip()


@dataclass
class Tape:
    """A tape that lines are added to; every sum follows from its lines, so that a corrected line corrects them."""

    entries: list[Entry] = field(default_factory=list)
    first: tuple[int, ...] = ()
    """The amounts of a first tape that was set aside to be compared with this one."""

    def add(self, cents: int, said: str = "") -> None:
        """One signed amount."""
        self.entries.append(Entry(ADD, cents, said))

    def note(self, said: str) -> None:
        """A number or words that are printed and not added."""
        self.entries.append(Entry(NOTE, said=said))

    def take(self, lines: Iterable[tuple[int, str]]) -> int:
        """Add lines from elsewhere, each cents and words; how many there were."""
        before = len(self.entries)
        self.entries += [Entry(ADD, cents, said) for cents, said in lines]
        return len(self.entries) - before

    def subtotal(self) -> int:
        """Print the running sum and go on; the sum in cents."""
        return self._sum(SUBTOTAL)

    def total(self) -> int:
        """Print the sum and begin anew; the sum in cents."""
        return self._sum(TOTAL)

    def grand_total(self) -> int:
        """Print the sum of the totals since the last grand total; in cents."""
        return self._sum(GRAND)

    def _sum(self, kind: str) -> int:
        self.entries.append(Entry(kind))
        return self.printed()[-1].cents or 0

    @property
    def ended(self) -> bool:
        """Whether the last line is a total."""
        return bool(self.entries) and self.entries[-1].kind == TOTAL

    @property
    def total_cents(self) -> int:
        """What the tape comes to: the running sum, or the last total or grand total when nothing was added since."""
        for one in reversed(self.printed()):
            if one.sign in (SIGNS[TOTAL], SIGNS[GRAND]):
                return one.cents or 0
            if one.number:
                break
        return sum(self.running())

    def running(self) -> list[int]:
        """The amounts since the last total."""
        found: list[int] = []
        for one in self.entries:
            if one.kind in (TOTAL, GRAND):
                found = []
            elif one.kind == ADD:
                found.append(one.cents)
        return found

    def section(self) -> list[int]:
        """The amounts since the last total; those of that total when nothing was added since."""
        found: list[int] = []
        done: list[int] = []
        for one in self.entries:
            if one.kind == ADD:
                found.append(one.cents)
            elif one.kind == TOTAL:
                found, done = [], found or done
        return found or done

    def take_back(self) -> Entry:
        """Remove the last line, whatever it is. Raises `TapeError` on an empty tape."""
        if not self.entries:
            raise TapeError("The tape is empty.")
        return self.entries.pop()

    def correct(self, number: int, cents: int) -> None:
        """Give item `number` another signed amount; every sum below follows. Raises `TapeError` without that item."""
        at = self._place(number)
        was = self.entries[at]
        self.entries[at] = replace(was, cents=cents, said=f"was {show_cents(was.cents)}")

    def put_in(self, number: int, cents: int) -> None:
        """Add a signed amount before item `number`, which was skipped. Raises `TapeError` without that item."""
        self.entries.insert(self._place(number), Entry(ADD, cents, "put in"))

    def take_off(self, number: int) -> None:
        """Remove item `number`, which was keyed twice. Raises `TapeError` without that item."""
        del self.entries[self._place(number)]

    def _place(self, number: int) -> int:
        """Where in the entries item `number` stands. Raises `TapeError` without that item."""
        items = [at for at, one in enumerate(self.entries) if one.kind == ADD]
        if not 1 <= number <= len(items):
            raise TapeError(f"There is no line {number} on this tape.")
        return items[number - 1]

    def begin_second(self) -> None:
        """Set the last section aside as the first tape and begin anew. Raises `TapeError` when it is empty."""
        amounts = self.section()
        if not amounts:
            raise TapeError("Add the first tape before the second.")
        self.first = tuple(amounts)
        self.entries.clear()

    def clear(self) -> None:
        """Tear the tape off; a first tape that was set aside goes too."""
        self.entries.clear()
        self.first = ()

    def printed(self) -> list[Printed]:
        """The whole tape as it is printed."""
        found: list[Printed] = []
        number = items = total = grand = 0
        for one in self.entries:
            if one.kind == ADD:
                number, items, total = number + 1, items + 1, total + one.cents
                found.append(Printed(number, one.cents, "-" if one.cents < 0 else "+", one.said))
            elif one.kind == NOTE:
                found.append(Printed(0, None, SIGNS[NOTE], one.said))
            elif one.kind == GRAND:
                found.append(Printed(0, grand, SIGNS[GRAND]))
                items = total = grand = 0
            else:
                found.append(Printed(0, total, SIGNS[one.kind], items=items))
                if one.kind == TOTAL:
                    items, total, grand = 0, 0, grand + total
        return found
