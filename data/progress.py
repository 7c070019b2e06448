"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is."""


def silent(done: int, whole: int) -> None:
    """Progress that nobody looks at."""
