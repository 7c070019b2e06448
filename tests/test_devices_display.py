"""The customer's display: amounts only, in three protocols, and nobody ever waits for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.display import PROTOCOLS, Amount, CustomerDisplay, Label, NoDisplay, encode
from devices.display_simulator import DisplayFaults, Glass, SimulatedDisplay
from devices.transports import transport

TOTAL, CHANGE = Amount(Label.TOTAL, 18811), Amount(Label.CHANGE, 1189)
SHOWN = ["TOTAL         188.11", "CHANGE         11.89"]


@pytest.fixture
def simulated() -> Iterator[SimulatedDisplay]:
    with SimulatedDisplay() as display:
        yield display


def driver(simulated: SimulatedDisplay, protocol: Any = "cd5220") -> CustomerDisplay:
    display = CustomerDisplay(lambda: transport(simulated.address), protocol)
    display.start()
    return display


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_amounts_are_shown_in_every_protocol(simulated: SimulatedDisplay, protocol: Any) -> None:
    display = driver(simulated, protocol)
    display.show(TOTAL)
    assert simulated.wait_until(lambda rows: rows == [SHOWN[0], " " * 20])
    display.show(TOTAL, CHANGE)
    assert simulated.wait_until(lambda rows: rows == SHOWN)
    display.show()
    assert simulated.wait_until(lambda rows: rows == [" " * 20] * 2)
    assert display.problem() is None
    display.close()


def test_rows_are_always_as_wide_as_the_display() -> None:
    assert Amount(Label.REFUND, -5).row() == "REFUND         -0.05"
    assert Amount(Label.AMOUNT, 123_456_789_012).row() == "AMO 1,234,567,890.12"
    assert {len(Amount(label, 100).row()) for label in Label} == {20}
    with pytest.raises(ValueError, match="2 rows"):
        encode((TOTAL, TOTAL, TOTAL))


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_bytes_arrive_in_any_pieces(protocol: Any) -> None:
    glass = Glass()
    for byte in encode((TOTAL, CHANGE), protocol):
        glass.take(bytes((byte,)))
    assert glass.rows == SHOWN
    assert max(encode((TOTAL, CHANGE), protocol)) < 0x80


def test_display_that_takes_nothing_holds_up_nobody(simulated: SimulatedDisplay) -> None:
    simulated.faults = DisplayFaults(never_reads=True)
    display = driver(simulated)
    began = time.monotonic()
    for cents in range(2000):
        display.show(Amount(Label.TOTAL, cents))
    assert time.monotonic() - began < 2.0
    display.close()


def test_missing_display_is_a_sentence_and_nothing_else() -> None:
    display = CustomerDisplay(lambda: transport("127.0.0.1:1"))
    display.start()
    display.show(TOTAL)
    assert display.settle(5.0)
    assert "refuses" in (display.problem() or "")
    assert display.check_health().ok is False
    display.close()


def test_display_comes_back_after_its_cable_was_pulled(simulated: SimulatedDisplay) -> None:
    display = driver(simulated)
    display.show(TOTAL)
    assert simulated.wait_until(lambda rows: rows[0] == SHOWN[0])
    simulated.unplug()
    display.settle(5.0)
    display.show(CHANGE)
    assert simulated.wait_until(lambda rows: rows[0] == SHOWN[1])
    assert display.settle(5.0)
    assert display.problem() is None
    display.close()


def test_looking_after_the_display_leaves_the_customer_what_was_shown(simulated: SimulatedDisplay) -> None:
    display = driver(simulated)
    assert "was sent 0.00" in display.check_health().sentence
    display.show(TOTAL)
    assert "was sent 188.11" in display.check_health().sentence
    assert simulated.wait_until(lambda rows: rows[0] == SHOWN[0])
    display.close()


def test_newest_amounts_win(simulated: SimulatedDisplay) -> None:
    display = driver(simulated)
    for cents in range(1, 501):
        display.show(Amount(Label.TOTAL, cents))
    assert simulated.wait_until(lambda rows: rows[0].endswith(" 5.00"))
    display.close()


def test_closed_display_shows_nothing(simulated: SimulatedDisplay, tmp_path: Path) -> None:
    display = driver(simulated)
    display.close()
    display.show(TOTAL)
    assert simulated.rows == [" " * 20] * 2
    assert NoDisplay().check_health().ok
    NoDisplay().show(TOTAL)


def test_health_says_what_to_look_for(simulated: SimulatedDisplay) -> None:
    display = driver(simulated)
    health = display.check_health()
    assert (health.ok, "0.00" in health.sentence) == (True, True)
    display.close()
