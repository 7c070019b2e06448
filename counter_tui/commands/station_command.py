"""`counter-tui station check`: asks every device of a station how it is, prints a test page, learns the drawer."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from counter_tui.commands import add_station, add_store, connect, declare, prepare, station, store_url
from counter_tui.console import CONFIGURATION, OK, REFUSED, CommandError, Console

if TYPE_CHECKING:
    from devices.station import Devices

CODES = "Exit codes: 0 every device is ready; 1 a device has trouble; 4 the station file is wrong."


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Work with a station file."
    parser = declare(commands, "station", None, text, "station check --station /etc/counter-tui/till1.toml")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    text = "Check the station file and say of each device how it is; without options nothing is printed or opened."
    check = declare(actions, "check", _check, text, "station check --station /etc/counter-tui/till1.toml", CODES)
    add_station(check)
    add_store(check)
    check.add_argument("--print", action="store_true", dest="page", help="print a test page")
    check.add_argument("--learn", action="store_true", help="open the drawer, which is audited, and learn its switch")


def _check(options: argparse.Namespace, console: Console) -> int:
    from devices.check import check
    from devices.states import DeviceError
    from devices.station import Devices

    config = station(options)
    console.say(f"Station {config.station}, till {config.till}: the file is in order.")
    if options.learn:
        _record_opening(store_url(options, config.store), config.station)
    try:
        devices = Devices.open(config.devices)
    except DeviceError as error:
        raise CommandError(error.sentence, CONFIGURATION) from error
    try:
        ready = True
        for finding in check(devices):
            console.say(f"{'ok     ' if finding.ok else 'TROUBLE'}  {finding.name}: {finding.sentence}")
            ready = ready and finding.ok
        if options.page:
            ready = _print_page(devices, config.station, console) and ready
        if options.learn:
            ready = _learn(devices, console) and ready
    finally:
        devices.close()
    return OK if ready else REFUSED


def _print_page(devices: Devices, name: str, console: Console) -> bool:
    from devices.check import print_test_page
    from devices.states import Verdict

    outcome = print_test_page(devices, name)
    console.say(f"Test page: {outcome.verdict.value}. {outcome.problem or ''}".rstrip())
    return outcome.verdict in (Verdict.PRINTED, Verdict.SENT)


def _record_opening(url: str, name: str) -> None:
    """No drawer is opened without a record of it. Raises `CommandError` or `StoreError`."""
    from data import audit

    prepare(url)
    store = connect(url)
    try:
        store.require_current()
        with store.writing():
            audit.record(store, None, "drawer.learn", "stations", name, detail="station check", station=name)
    finally:
        store.close()


def _learn(devices: Devices, console: Console) -> bool:
    """Ask for the drawer closed, open it, and compare its switch."""
    from devices.check import learn
    from devices.drawer import Sensor
    from devices.states import Verdict

    _wait(console, "Push the drawer in, then press Enter.")
    closed = devices.drawer.read_pin()
    outcome = devices.drawer.open_drawer()
    if outcome.verdict is Verdict.NOT_STARTED:
        console.say(f"The drawer cannot be opened: {outcome.problem}")
        return False
    _wait(console, "The drawer must be open now; pull it out if it is not, then press Enter.")
    learned = learn(devices.drawer.read_pin(), closed)
    console.say(learned.sentence, f"Write this into the table [drawer] of the station file: {learned.setting}")
    return learned.sensor is not Sensor.NONE


def _wait(console: Console, request: str) -> None:
    console.say(request)
    sys.stdin.readline()
