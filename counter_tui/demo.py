"""The sample city that `make run` shows: made once under `var/`, then used again."""

from __future__ import annotations

from pathlib import Path

from counter_tui.commands import connect
from counter_tui.console import Console
from counter_tui.newstore import bring_up_to_date, new_store, one_at_a_time

STORE = Path("var/sample-city.db")
"""The sample city, relative to the current directory."""
POLICE, KEYS = Path("var/sample-police.db"), Path("var/sample-police.key")
"""Its police store, with 300 plainly fictitious persons, and the keys."""


def prepare_city(console: Console, path: Path = STORE) -> str:
    """The URL of the sample city, made first when there is none. Raises `StoreError`."""
    url = f"sqlite:///{path}"
    for folder in ("inbox", "outbox"):
        (path.parent / folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        _upgrade(url)
        return url
    from data.clock import SystemClock
    from data.sample import load, pettycash

    clock = SystemClock()
    with one_at_a_time(path):
        if not path.exists():
            with new_store(url, clock) as store:
                load(store, clock, "city", console.progress("Building the sample city"))
                pettycash.load(store)
    console.clear_progress()
    return url


def prepare_police(console: Console) -> None:
    """Make the police store of the sample city when there is none, or bring it up to date. Raises `StoreError`."""
    from counter_tui.newpolice import fill, new_police, police_at
    from data import audit

    city = connect(f"sqlite:///{STORE}")
    try:
        with one_at_a_time(POLICE):
            if POLICE.exists():
                with police_at(f"sqlite:///{POLICE}", KEYS, city).during() as store:
                    if store.migrations != store.schema.known():
                        store.migrate()
                        audit.begin(store)
                return
            with new_police(f"sqlite:///{POLICE}", KEYS, city) as store:
                fill(store)
    finally:
        city.close()


def _upgrade(url: str) -> None:
    """Bring the tables of a sample city that an older program made up to date; costs little when they are."""
    from data.sample import clerks
    from data.store_schema import known

    store = connect(url)
    try:
        if store.migrations != known():
            bring_up_to_date(store)
            clerks.load(store)
    finally:
        store.close()
