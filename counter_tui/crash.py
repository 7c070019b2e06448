"""When the program fails: give the terminal back, keep a report without anybody's data, say one sentence.

What the clerk was doing is in the store already and is offered at the next sign-on.
"""

from __future__ import annotations

import errno
import faulthandler
import logging
import os
import platform
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from counter_tui import __version__

if TYPE_CHECKING:
    from textual.app import App

    _App = App[object]
else:
    _App = object

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No letter or digit that can be taken for another when it is read over the telephone."""
log = logging.getLogger(__name__)


def new_id() -> str:
    """An error id that can be read over the telephone: six letters and digits."""
    import secrets

    return "".join(secrets.choice(LETTERS) for _ in range(6))


def report(error: BaseException, folder: Path) -> tuple[str, Path | None]:
    """Write a crash report; its id and file, or None for the file when nothing can be written. Never raises."""
    from counter_tui.logs import safe_traceback

    identity = new_id()
    now = datetime.now(UTC)
    text = (
        f"Error {identity}\nAt {now:%Y-%m-%d %H:%M:%S} UTC\nCounter TUI {__version__}, Python "
        f"{platform.python_version()}, {platform.system()}\nThread {threading.current_thread().name}\n\n"
        f"{safe_traceback(error)}"
    )
    file = folder / f"crash-{now:%Y%m%d-%H%M%S}-{identity}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
    except OSError:
        log.error("crash report %s could not be written", identity, exc_info=error)
        return identity, None
    log.error("crash report %s written", identity)
    return identity, file


def sentence(identity: str, file: Path | None) -> str:
    """What the clerk reads after a crash."""
    where = f" The report is {file}." if file else ""
    return f"The program failed (error {identity}). Your work is kept: start again and sign on.{where}"


class ReportsCrashes(_App):
    """For the application: an error ends it with a report and one sentence, and shows nobody's data.

    Put it before `App` among the bases and set `crash_folder`.
    """

    crash_folder: Path = Path("var/log")
    crash_id: str = ""
    """The id of the report, once the application has failed."""

    def _fatal_error(self) -> None:
        """Textual's hook behind its own handler; there it would print every local variable."""
        error = sys.exc_info()[1] or self._exception
        if not self.crash_id and error is not None:
            from rich.text import Text

            self.crash_id, file = report(error, self.crash_folder)
            self._exit_renderables.append(Text(sentence(self.crash_id, file)))
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """Textual's other way out, for errors that know how to draw themselves."""
        self._fatal_error()


def install(folder: Path) -> None:
    """Report what fails outside the application: in threads, before it starts, and inside the interpreter itself."""

    def failed(kind: type[BaseException], error: BaseException, trace: object) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.stderr.write("Stopped by Ctrl+C.\n")
            return
        sys.stderr.write(f"{sentence(*report(error, folder))}\n")

    def thread_failed(caught: threading.ExceptHookArgs) -> None:
        error = caught.exc_value
        if isinstance(error, OSError) and error.errno in (errno.EIO, errno.EPIPE):
            log.warning("the terminal is gone")
        elif error is not None and not isinstance(error, SystemExit):
            report(error, folder)

    sys.excepthook = failed
    threading.excepthook = thread_failed
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / "faults.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    faulthandler.enable(file=descriptor)
