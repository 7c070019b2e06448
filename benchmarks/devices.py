"""Receipts and drawers: rendered and handed over, pulse to drawer, and a posting while the printer is dead.

The receipt's floor is its own bytes sent through a plain socket to the same simulated printer; the posting's floor is
the same posting while the printer works, with the job worker running in both.
"""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from benchmarks.measure import Measure, absolute, against_floor, percentile
from benchmarks.posting import CLOCK, DUE, _city, _typed
from counter_tui.worker import JobWorker, StoreQueue
from data import ledger
from data.catalog import Catalog
from data.ledger import Item
from data.store import Store
from data.tenders import Tender
from devices.escpos_render import render_escpos
from devices.links import Port
from devices.models import printer_model
from devices.printer import ReceiptPrinter
from devices.simulator import SimulatedPrinter
from devices.station import SIMULATED, Devices
from devices.transports import transport

LINES = 40
PAPER = [
    {"text": "City of Vista Robles", "align": "center", "bold": True},
    *({"pair": [f"Water and sewer, line {line}", f"{line}.{line:02d}"]} for line in range(LINES - 3)),
    {"barcode": "27-000123"},
    {"cut": True},
]
MODEL = printer_model("epson-tm-t88v")
POSTING_BAR = 1.15
Till = Callable[[int], float]


def run(count: int = 60) -> list[Measure]:
    """All figures."""
    return [*_receipt(count), *_drawer(count), *_posting(count)]


def _milliseconds(what: Callable[[], object], count: int) -> float:
    """The median of `count` runs after three warm ones."""
    for _ in range(3):
        what()
    took = []
    for _ in range(count):
        began = time.perf_counter()
        what()
        took.append((time.perf_counter() - began) * 1000)
    return percentile(took, 50)


def _receipt(count: int) -> list[Measure]:
    with SimulatedPrinter() as simulator:
        printer = ReceiptPrinter(MODEL, Port(lambda: transport(simulator.address)))
        printer.start()
        document = render_escpos(PAPER, MODEL)

        def plain() -> None:
            with socket.create_connection(("127.0.0.1", simulator.port)) as link:
                link.sendall(b"\x1b@" + document + b"\x1dr\x01")
                link.recv(1)

        rendered = _milliseconds(lambda: render_escpos(PAPER, MODEL), count)
        floor = _milliseconds(plain, count)
        printed = _milliseconds(lambda: printer.print_job("bench", PAPER), count)
    return [
        absolute("Receipt of 40 lines rendered", rendered, "ms", note=f"{len(document)} bytes"),
        against_floor(
            "Receipt of 40 lines, rendered to PRINTED", printed, "ms", floor, note="floor: its bytes, one answer"
        ),
    ]


def _drawer(count: int) -> list[Measure]:
    with Devices.open(SIMULATED) as devices:
        simulator = devices.simulator
        assert simulator is not None

        def kick() -> None:
            before = len(simulator.drawer.pulses)
            devices.drawer.open_drawer()
            assert len(simulator.drawer.pulses) == before + 1
            simulator.close_drawer()

        return [absolute("Pulse to drawer, with its switch read", _milliseconds(kick, count), "ms")]


def _posting(count: int) -> list[Measure]:
    """Both tills post in turn, so that whatever else the machine does is shared by both."""
    with _till(count, on=True) as alive, _till(count, on=False) as dead:
        took: dict[Till, list[float]] = {alive: [], dead: []}
        for n in range(count):
            for till in (alive, dead) if n % 2 else (dead, alive):
                took[till].append(till(n))
        medians = [percentile(took[till][count // 10 :], 50) for till in (dead, alive)]
    dead_ms, alive_ms = medians
    return [against_floor("Posting with a dead printer", dead_ms, "ms", alive_ms, POSTING_BAR, "floor: a live one")]


@contextmanager
def _till(count: int, *, on: bool) -> Iterator[Till]:
    """A till of its own city with its job worker running; it posts the n-th payment and gives the milliseconds.

    As at a counter, the next customer comes when the papers of the last one are out, or cannot come out.
    """
    with tempfile.TemporaryDirectory() as folder, Devices.open(SIMULATED) as devices:
        store = Store(f"sqlite:///{Path(folder) / 'posting.db'}", CLOCK).open()
        session, catalog = _city(store, count), Catalog.standard()
        simulator = devices.simulator
        assert simulator is not None
        if not on:
            simulator.switch_off()
        done = 0
        told = threading.Semaphore(0)
        worker = JobWorker(StoreQueue.connector(store, session.station), devices, lambda job, outcome: told.release())
        worker.start()

        def post(n: int) -> float:
            nonlocal done
            item = Item("UB", catalog.service("UB").form.clean(_typed(catalog, n)))
            began = time.perf_counter()
            ledger.post(store, session, catalog, [item], [Tender("CA", DUE, 20000)], uuid4().hex)
            worker.wake()
            took = (time.perf_counter() - began) * 1000
            for _ in range(int(store.value("SELECT count(*) FROM jobs")) - done):
                assert told.acquire(timeout=10.0), "the worker does not come to an end"
                done += 1
            return took

        try:
            yield post
        finally:
            worker.stop()
            store.close()
