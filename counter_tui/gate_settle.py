"""Waiting until everything a key has caused is finished."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode
    from textual.message_pump import MessagePump

QUIET_PASSES = 2
"""Looks in a row that must find nothing going on and nothing changed."""
TURNS_BETWEEN = 3
"""Turns of the event loop between two looks, for tasks that are about to post something."""
RETRY = 0.002
"""Seconds to wait for what no fence can be put behind: a screen mounting, a widget closing."""


def is_busy(pump: MessagePump) -> bool:
    """Say whether a widget, screen or app is handling a message, has one waiting, or is coming or going.

    A pump with nothing to do waits for its queue, which a handler that awaits something does not: so a slow handler
    counts as busy although its queue is empty.
    """
    if pump._closed:
        return False
    if pump._closing or not pump._mounted_event.is_set():
        return True
    queue = pump._message_queue
    if not queue.empty() or pump._next_callbacks:
        return True
    if isinstance(pump, Screen) and pump._callbacks:
        return True
    return all(waiter.done() for waiter in queue.ready_event._waiters)


def pumps(app: App[object]) -> Iterator[MessagePump]:
    """Yield the app, and every widget of every screen on the stack."""
    yield app
    nodes: list[DOMNode] = list(app.screen_stack)
    while nodes:
        node = nodes.pop()
        yield node
        nodes.extend(node._nodes)


async def fence(pump: MessagePump) -> bool:
    """Wait behind the messages a pump has now. False, at once, if it takes no more messages."""
    passed = asyncio.Event()
    if not pump.call_later(passed.set):
        return False
    await passed.wait()
    return True


async def settle(app: App[object]) -> None:
    """Wait until no message is under way and the stack of screens and the focus have come to rest.

    An app that is closing has no screens any more, and nothing to wait for.
    """
    scene: tuple[object, ...] = ()
    quiet = 0
    while quiet < QUIET_PASSES and app.screen_stack:
        busy = [pump for pump in pumps(app) if is_busy(pump)]
        now = (*app.screen_stack, app.focused)
        quiet = 0 if busy or now != scene else quiet + 1
        scene = now
        if busy:
            await _wait_behind(busy)
        elif quiet < QUIET_PASSES:
            for _ in range(TURNS_BETWEEN):
                await asyncio.sleep(0)


async def _wait_behind(busy: list[MessagePump]) -> None:
    """Put a fence behind the messages of each pump, and wait for all of them."""
    waiting: list[asyncio.Event] = []
    for pump in busy:
        passed = asyncio.Event()
        if pump._mounted_event.is_set() and pump.call_later(passed.set):
            waiting.append(passed)
    if not waiting or any(isinstance(pump, Screen) and pump._callbacks for pump in busy):
        await asyncio.sleep(RETRY)
    for passed in waiting:
        await passed.wait()
