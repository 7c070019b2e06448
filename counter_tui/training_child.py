"""Training begun at a live station's sign-on: a process of its own, which gets the terminal and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from counter_tui.commands.train_command import VAR_TRAINING
from data import audit
from data.store import Store

if TYPE_CHECKING:
    from counter_tui.config import Station
    from data.clock import Clock
    from data.session import Clerk

WITHHELD = ("COUNTER_STORE", "COUNTER_STATION", "COUNTER_POLICE_STORE")
"""What the training process is not told."""


def train(who: Clerk, config: Station, url: str, clock: Clock) -> None:
    """Run the training process until it ends, and write in the live store that it has.

    The live devices and stores are closed before this is called. Raises `StoreError`.
    """
    words = ["--number", who.number, "--name", who.name, "--role", who.role, "--theme", config.screen.theme]
    words += ["--folder", VAR_TRAINING, *(["--ascii"] if config.screen.ascii else [])]
    environ = {name: value for name, value in os.environ.items() if name not in WITHHELD}
    ended = subprocess.run([sys.executable, "-m", "counter_tui", "train", *words], env=environ, check=False)
    store = Store(url, clock).open()
    try:
        outcome = "ok" if ended.returncode == 0 else "failed"
        audit.record(store, None, "TRAINING-OFF", "users", who.id, outcome, station=config.station)
    finally:
        store.close()
