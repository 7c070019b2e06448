"""What a store remembers of the settings between postings, for as long as no setting has changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Result = TypeVar("Result")


class Memory:
    """Values read from the settings at one version of their table (`settings_version`, moved by triggers)."""

    def __init__(self) -> None:
        self._version = 0
        self._values: dict[Hashable, Any] = {}
        self._known = False

    def settings_are(self, version: int) -> None:
        """Say, in a transaction, which version of the settings holds; what belongs to another one is forgotten."""
        if version != self._version:
            self._values.clear()
            self._version = version
        self._known = True

    def remember(self, key: Hashable, read: Callable[[], Result]) -> Result:
        """What `read` gives: from memory while this transaction knows that it still holds, else read now."""
        if not self._known:
            return read()
        if key not in self._values:
            self._values[key] = read()
        found: Result = self._values[key]
        return found

    def transaction_ended(self) -> None:
        """From here on a setting may change without our knowing."""
        self._known = False
