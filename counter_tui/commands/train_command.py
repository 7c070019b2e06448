"""`counter-tui train`: lessons and drills in a practice city, in a process that reaches no device and no live store."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from counter_tui.commands import declare, prepare
from counter_tui.console import Console

if TYPE_CHECKING:
    from counter_tui.first_look import FirstLook
    from counter_tui.training_parts import Who
    from data.clock import Clock

VAR_TRAINING = "var/training"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    text = "Train: lessons and drills on invented accounts. No drawer, printer or live store can be reached."
    parser = declare(commands, "train", _train, text, "train")
    parser.add_argument("--folder", type=Path, default=Path(VAR_TRAINING), help="where progress is kept (var/training)")
    parser.add_argument("--number", default="", help="clerk number of who trains; asked for when left off")
    parser.add_argument("--name", default="", help="name of who trains")
    parser.add_argument("--role", default="", help="role in live work: a supervisor sees the record of others")
    parser.add_argument("--theme", default="", help="colors; the training variant is shown")
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")


def _train(options: argparse.Namespace, console: Console) -> int:
    from counter_tui.commands.run_command import check_terminal
    from counter_tui.first_look import FirstLook
    from counter_tui.training_guard import stand_guard
    from data.clock import SystemClock

    check_terminal()
    stand_guard(options.folder)
    prepare("sqlite:")
    first = FirstLook("TRAIN", options.theme or "green", options.ascii)
    return run_training(options.folder, first, _who(options), SystemClock())


def _who(options: argparse.Namespace) -> Who | None:
    """The trainee that the command line names."""
    from counter_tui.training_parts import Who
    from data.permissions import CSR1, ROLES

    if not options.number or not options.name:
        return None
    return Who(options.number, options.name, options.role if options.role in dict(ROLES) else CSR1)


def run_training(folder: Path, first: FirstLook, who: Who | None, clock: Clock) -> int:
    """Show the training application until it is left; its exit code. Raises what stopped it."""
    from contextlib import ExitStack

    from counter_tui.training_app import TrainingApp
    from counter_tui.training_parts import TrainingParts, build

    with ExitStack() as closing:

        def parts() -> TrainingParts:
            return build(folder, clock, closing)

        app = TrainingApp(parts, clock, first, who)
        try:
            app.run(mouse=False)
        finally:
            app.close_down()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
