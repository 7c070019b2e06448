"""The three kinds of trouble a store can have, read from the drivers' own codes rather than their words."""

from __future__ import annotations

import peewee


class StoreError(Exception):
    """Something is wrong with the store; the message is a sentence for the clerk or administrator."""


class BusyError(StoreError):
    """Nothing happened; the same call may be tried again."""


class OutcomeUnknown(StoreError):
    """The connection was lost, perhaps in a commit: re-read by the idempotency key."""


class StopTheTill(StoreError):
    """No more money until the store is reopened and verified."""


BUSY = "The store is busy. Nothing was posted; try again."
LOST = "The connection to the store was lost. Look whether it was posted before doing it again."
STOP = "The store has failed. Take no more money; call the administrator."

_SQLITE_BUSY = {5, 6}
"""SQLITE_BUSY, SQLITE_LOCKED."""
_SQLITE_STOP = {8, 10, 11, 13, 14, 23, 26}
"""SQLITE_READONLY, IOERR, CORRUPT, FULL, CANTOPEN, AUTH, NOTADB."""
_POSTGRESQL_BUSY = ("40001", "40P01", "55P03", "57014", "53300")
"""Serialization failure, deadlock, lock not available, canceled, too many connections."""
_POSTGRESQL_STOP = ("53100", "53200", "58", "XX", "25006", "F0")
"""Disk full, out of memory, system error, corruption, read-only server, lock file error."""
_POSTGRESQL_LOST = ("08", "57P", "25P03")
"""Connection exceptions, server shutting down or crashed, idle session ended."""


def explain(error: Exception) -> Exception:
    """What a driver's error means; constraint violations and mistakes in a statement stay as they are."""
    if isinstance(error, peewee.IntegrityError):
        return error
    cause = getattr(error, "orig", error)
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _explain_sqlite(error, int(code) & 0xFF)
    return _explain_postgresql(error, getattr(cause, "sqlstate", None))


def _explain_sqlite(error: Exception, code: int) -> Exception:
    if code in _SQLITE_BUSY:
        return BusyError(BUSY)
    return StopTheTill(STOP) if code in _SQLITE_STOP else error


def _explain_postgresql(error: Exception, state: str | None) -> Exception:
    if state is None:
        return OutcomeUnknown(LOST) if isinstance(error, peewee.OperationalError) else error
    if state.startswith(_POSTGRESQL_BUSY):
        return BusyError(BUSY)
    if state.startswith(_POSTGRESQL_LOST):
        return OutcomeUnknown(LOST)
    return StopTheTill(STOP) if state.startswith(_POSTGRESQL_STOP) else error


def reason(error: Exception) -> str:
    """The driver's own words, on one line and without a full stop, for the administrator."""
    shown = error if isinstance(error, peewee.PeeweeException) or not error.__cause__ else error.__cause__
    cause = shown.args[0] if shown.args else shown
    return str(cause).strip().partition("\n")[0].rstrip(".")
