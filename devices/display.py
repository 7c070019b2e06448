"""The display that faces the customer: two rows of amounts, never a name, and never something to wait for."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, get_args

from devices.links import Connect, Transport
from devices.states import Device, DeviceError, ErrorCode, Health, Power

Protocol = Literal["cd5220", "esc-pos", "plain"]
PROTOCOLS: tuple[Protocol, ...] = get_args(Protocol)
COLUMNS, ROWS = 20, 2
_SEND_SECONDS = 1.0
_CENTS = 100


class Label(StrEnum):
    """All the words a display can show."""

    AMOUNT = "AMOUNT"
    TOTAL = "TOTAL"
    PAID = "PAID"
    DUE = "DUE"
    CHANGE = "CHANGE"
    REFUND = "REFUND"


@dataclass(frozen=True)
class Amount:
    """One row: a word and an amount in cents."""

    label: Label
    cents: int

    @property
    def figure(self) -> str:
        """The amount in dollars and cents."""
        sign = "-" if self.cents < 0 else ""
        dollars, cents = divmod(abs(self.cents), _CENTS)
        return f"{sign}{dollars:,}.{cents:02d}"

    def row(self, columns: int = COLUMNS) -> str:
        """The row as shown, the amount at its right end."""
        amount = self.figure
        return f"{self.label.value[: columns - len(amount) - 1]:<{columns - len(amount)}}{amount}"[:columns]


def encode(amounts: tuple[Amount, ...], protocol: Protocol = "cd5220", columns: int = COLUMNS) -> bytes:
    """The bytes that show at most two amounts; none clears the display. 7-bit only. Raises ValueError for more rows."""
    if len(amounts) > ROWS:
        raise ValueError(f"a display has {ROWS} rows, not {len(amounts)}")
    rows = [amount.row(columns).encode("ascii") for amount in amounts]
    if protocol == "plain":
        rows += [b" " * columns] * (ROWS - len(rows))
        return b"\r" + b"".join(rows)
    if protocol == "esc-pos":  # Epson DM-D: chosen behind a printer, cleared, a full row runs on into the next
        return b"\x1b=\x02\x0c" + b"".join(rows) + b"\x1b=\x01"
    shown = b"".join(b"\x1bQ" + which + row + b"\r" for which, row in zip((b"A", b"B"), rows, strict=False))
    return b"\x0c" + shown


class CustomerDisplay(Device):
    """Shows the newest amounts from a thread of its own; what a stuck display did not take is dropped.

    The connection is kept: a display serves one desk. A display says nothing back, so `problem` knows only of links.
    """

    def __init__(
        self,
        connect: Connect,
        protocol: Protocol = "cd5220",
        columns: int = COLUMNS,
        name: str = "The customer display",
    ) -> None:
        super().__init__(name)
        self._connect = connect
        self._protocol: Protocol = protocol
        self._columns = columns
        self._link: Transport | None = None
        self._next: bytes | None = None
        self._shown: tuple[Amount, ...] = ()
        self._changed = threading.Condition()
        self._stopping = False
        self._sending = False
        self._thread: threading.Thread | None = None

    def show(self, *amounts: Amount) -> None:
        """Show one or two amounts, or nothing. Never waits and never raises for the device."""
        if not self.enabled:
            return
        with self._changed:
            self._next = encode(amounts, self._protocol, self._columns)
            self._shown = amounts
            self._changed.notify_all()

    def enable(self) -> None:
        """Allow output and start the thread."""
        super().enable()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="customer-display", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._next is not None or self._stopping)
                if self._stopping:
                    break
                data, self._next, self._sending = self._next or b"", None, True
            self._send(data)
            with self._changed:
                self._sending = False
                self._changed.notify_all()
        self._hang_up()

    def _send(self, data: bytes) -> None:
        """Once more on a new connection when the kept one is dead."""
        for fresh in (self._link is None, True):
            try:
                self._deliver(data)
            except DeviceError as error:
                self._hang_up()
                self._problem, self.power = error.sentence, Power.OFF_OFFLINE
                if fresh:
                    return
            else:
                self._problem, self.power = None, Power.ONLINE
                return

    def _deliver(self, data: bytes) -> None:
        """Raises DeviceError."""
        if self._link is None:
            link = self._connect()
            link.connect()
            self._link = link
        self._link.receive(0.0)  # notices a far end that has gone; what a display says means nothing
        while data:
            taken = self._link.send(data, _SEND_SECONDS)
            if not taken:
                raise DeviceError("The customer display takes no data.", ErrorCode.TIMEOUT)
            data = data[taken:]

    def _hang_up(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None

    def settle(self, seconds: float) -> bool:
        """Wait until what was to be shown has been sent or dropped; for the device test. False when it takes longer."""
        with self._changed:
            return self._changed.wait_for(lambda: self._next is None and not self._sending, seconds)

    def check_health(self) -> Health:
        """Show again what the customer reads, or zero, and say whether the line took it."""
        shown = self._shown or (Amount(Label.TOTAL, 0),)
        self.show(*shown)
        if not self.settle(2 * _SEND_SECONDS + 3.0):
            return Health(False, "The customer display takes no data. Is it switched on?", Power.OFF_OFFLINE)
        if self._problem is not None:
            return Health(False, self._problem, self.power)
        sent = shown[-1].figure
        return Health(True, f"The customer display was sent {sent}; look whether it shows it.", self.power)

    def close(self) -> None:
        """Stop the thread. May be called twice."""
        super().close()
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(2 * _SEND_SECONDS)


class NoDisplay(Device):
    """A station without a customer display."""

    def __init__(self) -> None:
        super().__init__("No customer display")

    def show(self, *amounts: Amount) -> None:
        """Does nothing."""

    def check_health(self) -> Health:
        """Nothing to ask."""
        return Health(True, "This station has no customer display.")


Display = CustomerDisplay | NoDisplay
