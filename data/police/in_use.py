"""Who has the police store open: everybody shares it, and only who is alone may change its keys."""

from __future__ import annotations

import fcntl
import os

from data.store_errors import StoreError
from data.store_open import create_private

ROTATING = "The keys of the police store are being changed. Try again in a minute."
OTHERS = "The police store is open at a station. Sign everybody off there, then try again."
ADVISORY = 0x504F4C4B4559  # "POLKEY"


class FileInUse:
    """A lock on a file beside the SQLite file, held while the store is open."""

    def __init__(self, path: str) -> None:
        self._path = f"{path}-in-use"
        self._descriptor: int | None = None

    def take(self, *, alone: bool) -> None:
        """Take it; nothing when it is held. Raises `StoreError` when somebody else stands in the way."""
        if self._descriptor is not None:
            return
        create_private(self._path)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise StoreError(OTHERS if alone else ROTATING) from None
        self._descriptor = descriptor

    def leave(self) -> None:
        """Let it go; harmless when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
