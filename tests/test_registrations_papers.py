"""Papers of registrants: what stands on each, in English and Spanish, and what never does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from police_people import move, registered, visit

from data import settings
from data.clock import FixedClock
from data.documents.police_duties import DUTIES, said
from data.permissions import Refused
from data.police import persons_rows, registrations, registrations_papers, registrations_status, registrations_visits
from data.police.clocks import terms
from data.police.registrations_codes import NOTICES
from data.police.registrations_deadlines import given
from data.police.registrations_forms import STATUS
from data.police.registrations_papers import DUTIES as DUTIES_SHEET
from data.police.registrations_papers import FORM, RECEIPT, STEP, WORKSHEET, no_duty_sheet, of_visit
from data.police.store import PoliceStore
from data.session import Session
from devices.plain import render_text

TODAY = date(2026, 7, 6)


def text_of(paper: registrations_papers.Paper) -> str:
    """The paper as rows of 80 columns."""
    return "\n".join(render_text(paper.elements, 80))


def latest(police: PoliceStore, session: Session, registration_id: int) -> int:
    return registrations_visits.visits(police, session, registration_id)[0].id


def offense(**changed: Any) -> dict[str, Any]:
    return {"section": "PC 288(A)", "level": "F", "convicted_on": date(2010, 1, 1), "released_on": None, **changed}


def test_the_receipt_shows_both_days_and_no_offense(police: PoliceStore, police_session: Session) -> None:
    settings.put(police.city, None, "police.closed_friday", "2026-07-10", TODAY)
    settings.put(police.city, None, "police.closed_days", "2026-07-22", TODAY)
    settings.put(police.city, None, "police.ori", "CA0379900", TODAY)
    found = registered(police, police_session, proof="NONE")
    registrations_status.add_offense(police, police_session, found, offense())
    paper = of_visit(police, police_session, latest(police, police_session, found), RECEIPT)
    shown = text_of(paper)
    for said_there in (
        "PROOF OF CURRENT REGISTRATION", "ORI CA0379900", "Zucchini, Alfa", "07/15/1980", "REG-2026-00001",
        "First registration here", "Kim Alvarado", "Annual update, in person", "07/22/2026", "07/21/2026",
        "last day the desk is open", "Bring proof of residence", "08/05/2026",
    ):  # fmt: skip
        assert said_there in shown
    for never in ("288", "Offense", "DOJ", "submitted"):
        assert never not in shown


def test_a_receipt_fixes_the_deadlines_on_it(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session)
    taken = latest(police, police_session, found)
    registrations_papers.given_out(police, police_session, taken, WORKSHEET)
    assert not any(one.printed_at for one in given(police, found))
    registrations_papers.given_out(police, police_session, taken, RECEIPT)
    assert {one.rule for one in given(police, found) if one.printed_at} == {"SX3"}, (
        "what the agency owes DOJ is not on it"
    )
    assert registrations_visits.get(police, police_session, taken).copy_person_on == TODAY


def test_the_worksheet_marks_what_changed(police: PoliceStore, police_session: Session, clock: FixedClock) -> None:
    found = registered(police, police_session)
    registrations_status.add_offense(police, police_session, found, offense(court="Superior Court"))
    who = registrations.get(police, police_session, found).person_id
    persons_rows.add(police, police_session, "JOBS", who, {"employer": "Example Widgets"})
    clock.advance(days=2)
    move(police, police_session, who, "2 Imaginary Lane", clock.today())
    visit(police, police_session, found, "ADDRESS", event_on=clock.today())
    shown = text_of(of_visit(police, police_session, latest(police, police_session, found), WORKSHEET))
    starred = [line for line in shown.splitlines() if line.startswith("* ") and "since" not in line]
    assert len(starred) == 3
    assert any("2 Imaginary Lane" in line for line in starred)
    assert any("Example Widgets" in line for line in starred)
    assert "before: PRIMARY  1 Nowhere Way" in shown
    for there in (
        "REGISTRATION WORKSHEET",
        "Sex, PC 290",
        "PC 288(A)",
        "[AZ]",
        "Right thumb",
        "Registrant",
        "Moved on",
    ):
        assert there in shown
    form = text_of(of_visit(police, police_session, latest(police, police_session, found), FORM))
    assert "DATA FOR DOJ'S FORM" in form
    assert "____" not in form


def test_an_unchanged_annual_update_has_no_star(
    police: PoliceStore, police_session: Session, clock: FixedClock
) -> None:
    found = registered(police, police_session)
    clock.advance(days=9)
    visit(police, police_session, found, "ANNUAL")
    shown = text_of(of_visit(police, police_session, latest(police, police_session, found), WORKSHEET))
    assert [line for line in shown.splitlines() if line.startswith("*")] == ["* changed since the last statement"]


@pytest.mark.parametrize("registry", ["SEX", "ARSON", "GANG"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_duties_have_their_counts_in_both_languages(
    police: PoliceStore, police_session: Session, registry: str, language: str
) -> None:
    known = terms(police, TODAY)
    for duty in DUTIES[registry]:
        words = said(duty.es if language == "es" else duty.en, known.number)
        assert "{" not in words
        assert not duty.notice or duty.notice in {one.code for one in NOTICES[registry]}
    found = registered(police, police_session, registry)
    paper = of_visit(police, police_session, latest(police, police_session, found), DUTIES_SHEET, language)
    shown = text_of(paper)
    assert ("Registrarse no cuesta nada." if language == "es" else "Registering is free of charge.") in shown
    assert "[AZ]" in shown


@pytest.mark.parametrize("language", ["en", "es"])
def test_duties_that_not_everybody_has_stand_on_the_sheet_of_those_who_have_them(
    police: PoliceStore, police_session: Session, language: str
) -> None:
    found = registered(police, police_session)
    special = {duty.only: duty.es if language == "es" else duty.en for duty in DUTIES["SEX"] if duty.only}

    def on_the_sheet() -> set[str]:
        paper = of_visit(police, police_session, latest(police, police_session, found), DUTIES_SHEET, language)
        shown = " ".join(text_of(paper).split())
        return {only for only, words in special.items() if words[:40] in shown}

    assert on_the_sheet() == set()
    new = dict.fromkeys(STATUS.fields) | {"svp": True, "supervision": "PAROLE", "juvenile": False}
    registrations_status.enter_status(police, police_session, found, {**new, "finding": "Minute order"})
    felony = {"section": "PC 288(a)", "level": "F", "convicted_on": date(2019, 1, 2)}
    registrations_status.add_offense(police, police_session, found, felony)
    assert on_the_sheet() == {"SVP", "RELEASED", "INTERNET"}


def test_a_receipt_has_nothing_on_it_that_is_due_after_the_day_of_leaving(
    police: PoliceStore, police_session: Session
) -> None:
    found = registered(police, police_session)
    leaves = {"destination": "Elsewhere, NV", "returns": "No"}
    visit(police, police_session, found, "OUT-AWAY", event_on=TODAY + timedelta(days=3), **leaves)
    shown = text_of(of_visit(police, police_session, latest(police, police_session, found), RECEIPT))
    assert "Annual update" not in shown
    assert "Leaves California" in shown


@pytest.mark.parametrize(("language", "title"), [("en", "STEP ACT NOTIFICATION"), ("es", "AVISO DE LA LEY STEP")])
def test_the_step_act_notification_is_signed_by_the_parent_too(
    police: PoliceStore, police_session: Session, language: str, title: str
) -> None:
    found = registered(police, police_session, "GANG", juvenile=True, parent_name="Bravo Zucchini")
    shown = text_of(of_visit(police, police_session, latest(police, police_session, found), STEP, language))
    assert title in shown
    assert "Lee Novak" in shown
    parent = {"en": "Parent or guardian", "es": "Padre, madre o tutor"}[language]
    assert f"{parent}: Bravo Zucchini" in shown
    sex = registered(police, police_session, last="Okapi")
    with pytest.raises(Refused, match="no such paper"):
        of_visit(police, police_session, latest(police, police_session, sex), STEP)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_sheet_for_narcotics_names_nobody(police: PoliceStore, police_session: Session, language: str) -> None:
    shown = text_of(no_duty_sheet(police, police_session, language))
    assert "11590" in shown
    assert "____" not in shown


def test_papers_follow_the_visits_language(police: PoliceStore, police_session: Session) -> None:
    found = registered(police, police_session, language="es")
    shown = text_of(of_visit(police, police_session, latest(police, police_session, found), RECEIPT))
    assert "COMPROBANTE DE REGISTRO VIGENTE" in shown
    assert "Primer registro aquí" in shown
