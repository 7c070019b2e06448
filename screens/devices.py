"""The station's devices: how each is, a test page, the drawer's switch, and the paper of the simulated printer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from textwrap import wrap
from typing import TYPE_CHECKING

from data import audit
from data.permissions import ADMINISTRATOR, SUPERVISOR, Permission, Refused
from data.text import many
from devices.check import Finding, check, learn, print_test_page
from devices.drawer import Sensor
from devices.states import Verdict
from screens.display import Display
from screens.lines import Line
from screens.pager import PagerDisplay, read

if TYPE_CHECKING:
    from screens.desk import Desk

LEARN = Permission(
    "drawer.learn",
    "a drawer is opened for a test by a supervisor or an administrator.",
    frozenset({SUPERVISOR, ADMINISTRATOR}),
)


async def show_devices(desk: Desk, rest: str = "") -> None:
    """Ask each device how it is, in a thread, and show what it says; F5 asks again, F6 prints a test page.

    A supervisor who has signed on learns the drawer's switch with F11.
    """
    said = ""

    async def again(_: PagerDisplay) -> bool:
        nonlocal said
        said = ""
        return True

    async def page(_: PagerDisplay) -> bool:
        nonlocal said
        outcome = await asyncio.to_thread(print_test_page, desk.devices, desk.station)
        said = f"Test page: {outcome.verdict.value}. {outcome.problem or ''}".rstrip()
        return True

    async def drawer(display: PagerDisplay) -> bool:
        nonlocal said
        said = await _learn(desk, display)
        return True

    keys: dict[str, Callable[[PagerDisplay], Awaitable[bool]]] = {"refresh": again, "new": page}
    if desk.session is not None and LEARN.allows(desk.session.clerk.role):
        keys["more"] = drawer
    while True:
        findings = await _asked(desk)
        if not await read(desk, "DEV010", "Devices", _rows(desk, findings, said), keys, new_word="Test page"):
            return


async def _asked(desk: Desk) -> list[Finding]:
    """What each device says of itself; row 24 tells why that takes some seconds when one does not answer."""
    below = desk.screen
    if isinstance(below, Display):
        below.say("The devices are asked how they are.")
    found = await asyncio.to_thread(lambda: list(check(desk.devices)))
    if isinstance(below, Display):
        below.clear_message()
    return found


def _rows(desk: Desk, findings: list[Finding], said: str) -> list[str | Line]:
    rows: list[str | Line] = [Line(f"Station {desk.station}", "title"), ""]
    for finding in findings:
        word, style = ("ok", "text") if finding.ok else ("TROUBLE", "alert")
        rows.append(Line(f"  {word:<8}{finding.name}", style))
        rows += [Line(f"          {row}", style) for row in wrap(finding.sentence, 69)]
    if said:
        rows += ["", *(Line(f"  {line}", "title") for line in said.splitlines())]
    if desk.devices.simulator is not None:
        rows += ["", "  Printer and drawer of this station are simulated: option 4.4 shows the paper."]
    return rows


async def _learn(desk: Desk, display: PagerDisplay) -> str:
    """Open the drawer, which is audited, and find out what its switch does; what is said of it."""
    session = desk.clerk_session
    session.require(LEARN)
    devices = desk.devices
    if not await display.confirm("Push the drawer in. Is it closed, and may it be opened now?"):
        return "Nothing was opened."
    await desk.ask(audit.record, desk.store, session, "drawer.learn", "stations", desk.station, detail="device test")
    closed = await asyncio.to_thread(devices.drawer.read_pin)
    outcome = await asyncio.to_thread(devices.drawer.open_drawer)
    if outcome.verdict is Verdict.NOT_STARTED:
        return f"The drawer cannot be opened: {outcome.problem}"
    if not await display.confirm("Is the drawer open? Pull it out if it is not."):
        return "The drawer did not open. Is it locked, or connected to the other pin?"
    learned = learn(await asyncio.to_thread(devices.drawer.read_pin), closed)
    if learned.sensor is Sensor.NONE:
        return learned.sentence
    return f"{learned.sentence}\nWrite this into the table [drawer] of the station file: {learned.setting}"


async def show_paper(desk: Desk, rest: str = "") -> None:
    """What the simulated printer has printed, newest at the end; F6 tears it off, F5 closes the drawer."""
    simulator = desk.devices.simulator
    if simulator is None:
        raise Refused("This station has a real printer; its papers are on the counter.")

    async def tear(_: PagerDisplay) -> bool:
        simulator.tear_off()
        return True

    async def close(display: PagerDisplay) -> bool:
        simulator.close_drawer()
        return True

    rows: list[str | Line] = []
    rows += [f"{'':18}{text}" for text in simulator.paper] or ["  Nothing has been printed."]
    state = "OPEN" if simulator.drawer.is_open else "closed"
    times = simulator.openings
    closes = " F5 closes it." if simulator.drawer.is_open else ""
    rows += ["", Line(f"  The drawer is {state}; it has been opened {many(times, 'time')}.{closes}", "protected")]
    if (shown := desk.devices.simulated_display) is not None:
        reads = " | ".join(" ".join(row.split()) for row in shown.rows)
        rows.append(Line(f"  The customer reads: {reads}", "protected"))
    while await read(
        desk, "PRT020", "Paper of the simulated printer", rows, {"new": tear, "refresh": close},
        new_word="Tear off", end=True,
    ):  # fmt: skip
        return await show_paper(desk)
