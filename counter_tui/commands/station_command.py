"""`counter-tui station check`: asks every device of a station how it is."""

from __future__ import annotations

import argparse

from counter_tui.commands import add_station, declare, station
from counter_tui.console import CONFIGURATION, OK, REFUSED, CommandError, Console

CODES = "Exit codes: 0 every device is ready; 1 a device has trouble; 4 the station file is wrong."


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Work with a station file."
    parser = declare(commands, "station", None, text, "station check --station /etc/counter-tui/till1.toml")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    text = "Check the station file and say of each device how it is; nothing is printed or opened."
    check = declare(actions, "check", _check, text, "station check --station /etc/counter-tui/till1.toml", CODES)
    add_station(check)


def _check(options: argparse.Namespace, console: Console) -> int:
    from devices.states import DeviceError
    from devices.station import Devices

    config = station(options)
    console.say(f"Station {config.station}, till {config.till}: the file is in order.")
    try:
        devices = Devices.open(config.devices)
    except DeviceError as error:
        raise CommandError(error.sentence, CONFIGURATION) from error
    try:
        healths = [device.check_health() for device in (devices.printer, devices.drawer)]
    finally:
        devices.close()
    console.say(*(health.sentence for health in healths))
    return OK if all(health.ok for health in healths) else REFUSED
