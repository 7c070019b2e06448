"""The program's first steps: a raw terminal and a splash before anything slow is imported."""

from __future__ import annotations

import os
import sys

from counter_tui.private import keep_private

SCREEN_COMMANDS = ("run", "demo", "train")


def takes_the_screen(arguments: list[str]) -> bool:
    """Will these arguments start the full-screen program at once, on a terminal?"""
    if not arguments or arguments[0] not in SCREEN_COMMANDS or "-h" in arguments or "--help" in arguments:
        return False
    if arguments[0] == "demo" and not os.path.exists("var/sample-city.db"):
        return False
    if os.environ.get("TERM") == "dumb":
        return False
    return sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()


def import_asyncio() -> None:
    """Import asyncio as where there is no OpenSSL, which loads slowly: nothing here speaks TLS through asyncio."""
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]


def main() -> int:
    """Run the command of this process and return its exit code."""
    keep_private()
    arguments = sys.argv[1:]
    shown = None
    if takes_the_screen(arguments):
        import gc

        from counter_tui import splash

        gc.disable()  # until the application is ready: nothing of the start is garbage

        shown = splash.show()
        import_asyncio()
    from counter_tui.cli import main as run
    from counter_tui.console import Console

    return run(arguments, os.environ, Console(before_speaking=shown.restore if shown else None))


if __name__ == "__main__":
    sys.exit(main())
