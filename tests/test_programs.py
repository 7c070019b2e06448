"""The lines of the menus: each leads to its flow, and what stands behind it is imported when it is first opened."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys

import pytest
from terminal import ROOT

from counter_tui.work import KEY_FLOWS
from data.catalog import Catalog
from screens import programs_counter, programs_office, programs_police
from screens.menus import directory
from screens.programs import flow_at

DECLARED = (*programs_counter.PROGRAMS, *programs_office.PROGRAMS, *programs_police.PROGRAMS)
AT_THE_START = {"cashier", "find", "jobs", "works"}
"""Modules with programs that every session has from its sign-on: payments, the look-up, print jobs, suspended work."""
LIBRARIES = ("reportlab", "PIL", "escpos", "serial", "psycopg", "cryptography", "nistitl", "av", "fsrs", "anyascii")
BUILD = """
import json, sys
from data.engine import prepare
prepare("sqlite:///city.db")
import counter_tui.app, counter_tui.parts, counter_tui.work
from data.catalog import Catalog
from screens.menus import directory
directory(Catalog.standard())
print(json.dumps(sorted(sys.modules)))
"""


@pytest.fixture(scope="module")
def loaded() -> frozenset[str]:
    """The modules of a session that has built its menus and opened nothing."""
    done = subprocess.run([sys.executable, "-c", BUILD], cwd=ROOT, capture_output=True, text=True, check=True)
    return frozenset(json.loads(done.stdout))


def test_every_line_leads_to_its_flow() -> None:
    for program in DECLARED:
        flow = program.flow()
        assert inspect.iscoroutinefunction(flow), program.code
        inspect.signature(flow).bind("the desk", "the text after the code")


def test_every_line_is_in_the_directory() -> None:
    catalog = Catalog.standard()
    found = directory(catalog).programs
    assert set(found) == {program.code for program in DECLARED} | {register.code for register in catalog.registers}


def test_the_keys_that_always_work_lead_to_their_flows() -> None:
    assert all(inspect.iscoroutinefunction(flow_at(place)) for place in KEY_FLOWS.values())


def test_a_session_has_the_desks_it_opens_and_no_others(loaded: frozenset[str]) -> None:
    places = {str(program.run).partition(".")[0] for program in DECLARED}
    assert {place for place in places if f"screens.{place}" in loaded} == AT_THE_START


def test_a_session_starts_without_the_large_libraries(loaded: frozenset[str]) -> None:
    assert [name for name in LIBRARIES if name in loaded] == []
    assert "peewee" in loaded
