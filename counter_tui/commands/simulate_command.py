"""`counter-tui simulate`: devices without hardware, for trying a station out."""

from __future__ import annotations

import argparse
import sys

from counter_tui.commands import declare
from counter_tui.console import Console

DEVICES = {
    "printer": "a receipt printer with a cash drawer; its paper goes to standard output",
    "drawer": "a cash drawer on a serial line of its own (RFC 2217)",
    "display": "a customer display (CD5220, ESC/POS, plain)",
    "scanner": "a barcode scanner; type: scan 10004567",
    "micr": "a check reader; type: check T122000247T 123456789O1021",
    "camera": "a camera by HTTP, as ustreamer serves it (MJPEG and snapshots)",
}
EXAMPLES = {
    "printer": "--fault die-at-line=20",
    "drawer": "--fault charge-seconds=12",
    "display": "--fault never-reads",
    "scanner": "--prefix ]Q1",
    "micr": "--fault unreadable=5",
    "camera": "--fault frozen",
}
TYPED = "While it runs it takes commands: help lists them, with every fault; quit ends it."


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command and its devices."""
    text = "Pretend to be a device, speaking its real protocol and failing as it is told, on this machine only."
    parser = declare(commands, "simulate", None, text, "simulate printer --port 9100")
    kinds = parser.add_subparsers(dest="device", required=True, metavar="DEVICE")
    for name, what in DEVICES.items():
        device = declare(kinds, name, _simulate, f"Pretend to be {what}.", f"simulate {name} {EXAMPLES[name]}", TYPED)
        device.add_argument("--port", type=_port, metavar="N", help="TCP port on this machine; 0 takes a free one")
        device.add_argument("--fault", action="append", default=[], metavar="NAME[=N]", help="a fault from the start")
        device.add_argument("--columns", type=int, default=42, metavar="N", help="printer: characters on a line (42)")
        device.add_argument("--bytes", default="07", metavar="HEX", help="drawer: what opens it, in hexadecimal (07)")
        device.add_argument("--prefix", metavar="TEXT", help="scanner: what it sends before the data (]C0)")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: 0 to 65535")
    return int(text)


def _simulate(options: argparse.Namespace, console: Console) -> int:
    from counter_tui.simulated_devices import KINDS
    from counter_tui.simulators import run

    return run(KINDS[options.device], options, console, sys.stdin)
