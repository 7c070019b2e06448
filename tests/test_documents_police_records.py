"""The letters of records requests and clearances say what the law wants, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.documents.police_records import LETTERS, clearance_letter, letter_of, release_log, request_letter
from data.ledger_terms import terms
from data.police import clearances, releases, releases_work
from data.police.clearances import Wanted
from data.police.releases import Asked, Release
from data.police.releases_terms import EXEMPTIONS, Exemption
from data.police.releases_work import Determination
from data.police.store import PoliceStore
from data.session import Session

ON = date(2026, 7, 6)


@pytest.fixture
def found(police: PoliceStore, police_session: Session) -> Release:
    asked = Asked("VICTIM", "CRIME", requester="Pat O’Sample", id_seen="CDL", cases="26-001234", language="es")
    return releases.receive(police, police_session, asked)


def said(elements: list[dict[str, object]]) -> str:
    return "\n".join(str(each.get("text") or each.get("pair") or "") for each in elements)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("code", sorted(LETTERS["en"]))
def test_every_letter_is_whole_in_both_languages(police: PoliceStore, found: Release, code: str, language: str) -> None:
    one = replace(
        found, language=language, available_on="2026-07-08", extended_on="2026-07-06", extension_reason="VOLUME",
        extended_by="Max Quintero, Records Supervisor", denier="Max Quintero", denier_title="Records Supervisor",
        determination="PARTIAL", exemptions="INV ADR",
    )  # fmt: skip
    title, elements = request_letter(terms(police.city, ON), code, one, ON, pages=12, cents=120)
    text = said(elements)
    assert title == LETTERS[language][code]
    assert found.number in text
    assert "{" not in text
    assert "Pat O’Sample" in text


def test_a_denial_names_the_ground_and_who_is_responsible(
    police: PoliceStore, police_session: Session, found: Release
) -> None:
    done = releases_work.determine(
        police, police_session, found.id, Determination("DENIED", ("INV",), "", None, "Max Quintero", "Records Manager")
    )
    assert letter_of(done) == ("DEN",)
    text = said(request_letter(terms(police.city, ON), "DEN", done, ON)[1])
    assert "Código de Gobierno 7923.600" in text
    assert "Max Quintero, Records Manager" in text


@pytest.mark.parametrize("ground", EXEMPTIONS, ids=lambda one: one.code)
def test_a_spanish_denial_has_no_english_ground(police: PoliceStore, found: Release, ground: Exemption) -> None:
    one = replace(found, language="es", determination="DENIED", exemptions=ground.code)
    text = said(request_letter(terms(police.city, ON), "DEN", one, ON)[1])
    assert "Código" in text
    assert ground.title not in text
    assert " Code " not in text
    assert ground.cite.partition(" Code ")[2] in text


def test_the_letter_fits_the_state(found: Release) -> None:
    assert letter_of(found) == ("ACK",)
    assert letter_of(replace(found, extended_on="2026-07-07"))[0] == "EXT"
    assert letter_of(replace(found, determination="FULL")) == ("DET", "INV")
    assert letter_of(replace(found, determination="NONE")) == ("NON",)


def test_a_clearance_speaks_of_local_files_only(police: PoliceStore, police_session: Session) -> None:
    one = clearances.ask(police, police_session, Wanted("Sample, Pat", date(1980, 2, 29), "CDL", "VISA"))
    text = said(clearance_letter(terms(police.city, ON), one, ON)[1])
    assert "between 07/06/2019 and 07/06/2026" in text
    assert "local files" in text


def test_the_log_has_a_line_for_every_request(police: PoliceStore, police_session: Session, found: Release) -> None:
    listed = releases.log(police, police_session, ON, ON)
    assert found.number in said(release_log(terms(police.city, ON), listed, ON, ON))
