"""The station's devices: what is wrong, in sentences, and the paper of the simulated printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.lines import Line
from screens.pager import PagerDisplay, read

if TYPE_CHECKING:
    from screens.desk import Desk


async def show_devices(desk: Desk) -> None:
    """Each device's state, as the program knows it."""
    problems = desk.devices.problems()
    rows: list[str | Line] = [Line(f"Station {desk.station}", "title"), ""]
    rows += [Line(f"  {problem}", "alert") for problem in problems] or ["  All devices are ready."]
    if desk.devices.simulator is not None:
        rows += ["", "  Printer and drawer of this station are simulated: option 4.4 shows the paper."]
    await read(desk, "DEV010", "Devices", rows)


async def show_paper(desk: Desk, rest: str = "") -> None:
    """What the simulated printer has printed, newest at the end; F6 tears it off, F5 closes the drawer."""
    simulator = desk.devices.simulator
    if simulator is None:
        await show_devices(desk)
        return

    async def tear(_: PagerDisplay) -> bool:
        simulator.tear_off()
        return True

    async def close(display: PagerDisplay) -> bool:
        simulator.close_drawer()
        return True

    rows: list[str | Line] = []
    rows += [f"{'':18}{text}" for text in simulator.paper] or ["  Nothing has been printed."]
    state = "OPEN" if simulator.drawer.is_open else "closed"
    times = len(simulator.drawer.pulses)
    closes = " F5 closes it." if simulator.drawer.is_open else ""
    rows += ["", Line(f"  The drawer is {state}; it has been opened {times} times.{closes}", "protected")]
    while await read(
        desk, "PRT020", "Paper of the simulated printer", rows, {"new": tear, "refresh": close},
        new_word="Tear off", end=True,
    ):  # fmt: skip
        return await show_paper(desk)
