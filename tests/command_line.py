"""Commands of `counter-tui` in this process, for tests: exit code and what was said."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from counter_tui import cli
from counter_tui.console import Console


@dataclass
class Done:
    code: int
    out: str
    err: str


class Terminal(io.StringIO):
    """A text stream that is a terminal."""

    def isatty(self) -> bool:
        return True


Command = Callable[..., Done]


@pytest.fixture
def command(tmp_path, monkeypatch, capsys) -> Command:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def command(*arguments: str, err: io.StringIO | None = None, **environ: str) -> Done:
        out, err = io.StringIO(), err or io.StringIO()
        code = cli.main(arguments, environ, Console(out, err))
        printed = capsys.readouterr()
        return Done(code, out.getvalue() + printed.out, err.getvalue() + printed.err)

    return command
