"""The sample city that `make run` shows: made once under `var/`, then used again."""

from __future__ import annotations

from pathlib import Path

from counter_tui.commands import connect
from counter_tui.console import Console
from counter_tui.newstore import bring_up_to_date, new_store, one_at_a_time

STORE = Path("var/sample-city.db")
"""The sample city, relative to the current directory."""


def prepare_city(console: Console, path: Path = STORE) -> str:
    """The URL of the sample city, made first when there is none. Raises `StoreError`."""
    url = f"sqlite:///{path}"
    for folder in ("inbox", "outbox"):
        (path.parent / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        _upgrade(url)
        return url
    from data.clock import SystemClock
    from data.sample import load

    clock = SystemClock()
    with one_at_a_time(path):
        if not path.exists():
            with new_store(url, clock) as store:
                load(store, clock, "city", console.progress("Building the sample city"))
    console.clear_progress()
    return url


def _upgrade(url: str) -> None:
    """Bring the tables of a sample city that an older program made up to date; costs little when they are."""
    from data.store_schema import known

    store = connect(url)
    try:
        if store.migrations != known():
            bring_up_to_date(store)
    finally:
        store.close()
