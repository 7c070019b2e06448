"""The command line `counter-tui`: one module of `counter_tui.commands` per command."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from counter_tui import __version__
from counter_tui.console import CONFIGURATION, INTERRUPTED, NO_STORE, REFUSED, USAGE, CommandError, Console

COMMANDS = (
    "demo",
    "run",
    "train",
    "init",
    "migrate",
    "user",
    "station",
    "import",
    "export",
    "report",
    "verify",
    "backup",
    "police",
    "doctor",
    "simulate",
)
"""The commands in the order of the help; each is the module of that name with `_command` behind it."""

EPILOG = """\
Stores are sqlite:///path or postgresql://user@host/name, given by --store or COUNTER_STORE.
A station is a TOML file, given by --station or COUNTER_STATION.

Exit codes: 0 done; 1 refused, or something was found wrong; 2 the command line is wrong;
3 the store cannot be reached or is not set up; 4 the configuration is wrong; 130 stopped by Ctrl+C.

Example: counter-tui demo
"""


def parser(names: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """The parser of the command line; with `names`, of these commands only, which is all that need be imported."""
    top = argparse.ArgumentParser(
        prog="counter-tui",
        description="A city counter in a terminal.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"counter-tui {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")
    for name in names:
        importlib.import_module(f"counter_tui.commands.{name}_command").add(commands)
    return top


def main(arguments: Sequence[str], environ: Mapping[str, str], console: Console | None = None) -> int:
    """Run one command and return its exit code. Errors become a sentence on standard error."""
    console = console or Console()
    try:
        named = [name for name in COMMANDS if name in arguments[:1]]
        options = parser(named or COMMANDS).parse_args(arguments)
    except SystemExit as ending:  # argparse has said why
        return ending.code if isinstance(ending.code, int) else USAGE
    options.environ = environ
    try:
        return int(options.run(options, console))
    except CommandError as error:
        console.warn(str(error))
        return error.code
    except KeyboardInterrupt:
        console.warn("Stopped by Ctrl+C.")
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return REFUSED
    except Exception as error:
        return _explain(error, console)


def _explain(error: Exception, console: Console) -> int:
    """The sentence and exit code of an error that a command let through."""
    from counter_tui.config import ConfigError
    from data.permissions import Refused
    from data.store import StoreError
    from devices.states import DeviceError

    if isinstance(error, StoreError):
        console.warn(str(error))
        return NO_STORE
    if isinstance(error, ConfigError):
        console.warn(str(error))
        return CONFIGURATION
    if isinstance(error, Refused | DeviceError):
        console.warn(str(error))
        return REFUSED
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        console.warn(f"{where}{error.strerror or error}.")
        return REFUSED
    from counter_tui.crash import report, sentence

    identity, file = report(error, Path("var/log"))
    console.warn(sentence(identity, file))
    return REFUSED
