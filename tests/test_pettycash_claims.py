"""Petty cash: counts, reimbursement, change orders and their papers, on both stores."""

from __future__ import annotations

import json
from pathlib import Path

import pettycash_box
import pytest
from conftest import SessionOf
from pettycash_box import POSTAGE, SUPPLIES, Box, claim, key

from data import (
    denominations,
    drawers,
    pettycash,
    pettycash_ap,
    pettycash_claims,
    pettycash_counts,
    pettycash_orders,
)
from data import pettycash_vouchers as vouchers
from data.documents import pettycash as papers_of
from data.forms import FormError
from data.ledger_terms import terms
from data.passwords import Argon2
from data.permissions import AUDITOR, CSR1, Refused
from data.verify import verify
from devices.pdf import render_pdf

box = pettycash_box.box


def test_a_surprise_count_is_made_by_somebody_else(box: Box, session_of: SessionOf) -> None:
    box.pay(12_00)
    box.pay(20_00, kind="ADVANCE", receipt=False, payee="Ed Poe", requested="Ed")
    exact = pettycash_counts.count(box.store, box.supervisor, box.id, denominations.break_down(168_00))
    assert (exact.kind, exact.total_cents, exact.difference_cents) == ("SURPRISE", 200_00, 0)
    short = pettycash_counts.count(box.store, session_of(AUDITOR), box.id, denominations.break_down(167_50))
    assert short.difference_cents == -50
    own = pettycash_counts.count(box.store, box.custodian, box.id, denominations.break_down(168_01))
    assert (own.kind, own.difference_cents) == ("OWN", 1)
    with pytest.raises(Refused, match="counted by surprise by a supervisor"):
        pettycash_counts.count(box.store, session_of(CSR1), box.id, {})
    assert len(pettycash_counts.counts(box.store, box.finance, box.id)) == 3
    assert box.position.cash_cents == 168_00
    with pytest.raises(Exception, match="final"), box.store.writing():
        box.store.run("UPDATE petty_counts SET counted_cents = 0")


def test_a_reimbursement_restores_the_fund(box: Box, hasher: Argon2) -> None:
    box.pay(12_00)
    box.pay(8_00, gl=POSTAGE, payee="Ed Poe", requested="Ed")
    box.pay(3_00, payee="Kim Day", requested="Kim")
    with pytest.raises(Refused, match=r"approves the reimbursement of 23\.00") as refusal:
        claim(box, 177_00)
    assert refusal.value.approval == "petty.replenish"
    consent = box.approve(hasher, "petty.replenish", 23_00)
    made = claim(box, 177_00, consent)
    assert [(group.gl, group.cents) for group in made.groups] == [(SUPPLIES, 15_00), (POSTAGE, 8_00)]
    assert (made.total_cents, made.short_cents, made.approved_by) == (23_00, 0, "Gloria White")
    assert box.position == pettycash.Position(200_00, 177_00, 0, 0, 0, 23_00)
    assert box.balances() == {
        "100-000-1140": 177_00, "100-000-1143": 23_00, "100-000-1110": -200_00, SUPPLIES: 15_00, POSTAGE: 8_00,
        "100-000-2450": -23_00,
    }  # fmt: skip
    same = key()
    done = pettycash_claims.receive(box.store, box.custodian, made.id, "88012", same)
    again = pettycash_claims.receive(box.store, box.custodian, made.id, "88012", same)
    assert (done.state, again.id, done.check_number) == ("RECEIVED", done.id, "88012")
    assert box.position == pettycash.Position(200_00, 200_00, 0, 0, 0, 0)
    assert {row[0] for row in box.store.rows("SELECT state FROM petty_vouchers")} == {"REIMBURSED"}
    assert verify(box.store).ok


@pytest.mark.parametrize(("off", "total"), [(-1_50, 21_50), (50, 19_50)])
def test_over_and_short_is_on_the_form_and_restored(box: Box, hasher: Argon2, off: int, total: int) -> None:
    box.pay(20_00)
    consent = box.approve(hasher, "petty.replenish", total)
    with pytest.raises(FormError, match="give the reason"):
        claim(box, 180_00 + off, consent)
    made = claim(box, 180_00 + off, consent, "Wrong change")
    assert (made.short_cents, made.total_cents) == (-off, total)
    assert box.balances()["100-030-4990"] == -off
    pettycash_claims.receive(box.store, box.custodian, made.id, "1", key())
    assert box.position == pettycash.Position(200_00, 200_00, 0, 0, 0, 0)
    assert verify(box.store).ok


def test_accounts_payable_gets_the_same_file_every_time(box: Box, hasher: Argon2) -> None:
    box.pay(12_00)
    box.pay(8_00, gl=POSTAGE, payee="Ed Poe", requested="Ed")
    made = claim(box, 179_50, box.approve(hasher, "petty.replenish", 20_50), "Lost coin")
    name, text = pettycash_ap.request_file(box.store, box.custodian, made.id)
    assert name == "AP_PC1-R27-0001.csv"
    head = 'PC1-R27-0001,2026-07-06,"Marc O\'Neill, custodian, petty cash",PC1'
    assert text.splitlines() == [
        "request,date,payee,fund,line,account,description,amount,total",
        f"{head},1,{SUPPLIES},Office supplies,12.00,20.50",
        f"{head},2,{POSTAGE},Postage,8.00,20.50",
        f"{head},3,100-030-4990,Cash over and short,0.50,20.50",
    ]
    assert pettycash_ap.request_file(box.store, box.finance, made.id) == (name, text)
    pettycash_claims.withdraw(
        box.store, box.custodian, made.id, "No", key(), box.approve(hasher, "petty.cancel", 20_50)
    )  # fmt: skip
    with pytest.raises(Refused, match="was withdrawn"):
        pettycash_ap.request_file(box.store, box.custodian, made.id)


def test_a_reimbursement_needs_vouchers_signatures_and_somebody_else(box: Box, hasher: Argon2) -> None:
    with pytest.raises(Refused, match="no vouchers"):
        claim(box, 200_00)
    made = box.pay(20_00, signed=False)
    with pytest.raises(Refused, match="not signed for"):
        claim(box, 180_00)
    vouchers.sign(box.store, box.custodian, made.id)
    with pytest.raises(Refused, match="given for something else"):
        claim(box, 180_00, box.approve(hasher, "petty.cancel", 20_00))
    assert box.store.value("SELECT COUNT(*) FROM petty_counts") == 0


def test_a_withdrawn_reimbursement_opens_its_vouchers_again(box: Box, hasher: Argon2) -> None:
    box.pay(20_00)
    made = claim(box, 179_00, box.approve(hasher, "petty.replenish", 21_00), "Lost coin")
    consent = box.approve(hasher, "petty.cancel", 21_00)
    back = pettycash_claims.withdraw(box.store, box.custodian, made.id, "Account closed", key(), consent)
    assert back.state == "WITHDRAWN"
    assert box.position == pettycash.Position(200_00, 180_00, 0, 20_00, 0, 0)
    assert box.balances() == {"100-000-1140": 180_00, "100-000-1141": 20_00, "100-000-1110": -200_00}
    with pytest.raises(Refused, match="withdrawn already"):
        pettycash_claims.receive(box.store, box.custodian, made.id, "1", key())
    assert verify(box.store).ok


def test_a_change_order_has_the_same_value_both_ways(box: Box) -> None:
    order = {"give_b20": 2, "r25": 3, "r10": 2}
    made = pettycash_orders.order(box.store, box.custodian, box.id, order, key())
    assert (made.value_cents, made.state) == (40_00, "OUT")
    assert made.wanted == (("Quarter rolls (40)", 3, 30_00), ("Dime rolls (50)", 2, 10_00))
    assert box.position == pettycash.Position(200_00, 160_00, 40_00, 0, 0, 0)
    counted = pettycash_counts.count(box.store, box.supervisor, box.id, denominations.break_down(160_00))
    assert counted.difference_cents == 0
    done = pettycash_orders.close(box.store, box.custodian, made.id, key())
    assert done.state == "RECEIVED"
    assert box.position.cash_cents == 200_00
    with pytest.raises(FormError, match=r"Given 40\.00, wanted 30\.00: 10\.00 too little"):
        pettycash_orders.order(box.store, box.custodian, box.id, {"give_b20": 2, "r25": 3}, key())
    with pytest.raises(FormError, match="Say which bills"):
        pettycash_orders.order(box.store, box.custodian, box.id, {"r25": 3}, key())
    with pytest.raises(Refused, match="not so much cash"):
        pettycash_orders.order(box.store, box.custodian, box.id, {"give_b100": 5, "s5": 1}, key())
    assert verify(box.store).ok


def test_verify_finds_a_changed_voucher(box: Box) -> None:
    box.pay(12_00)
    with box.store.writing():
        box.store.run("UPDATE petty_vouchers SET amount_cents = 1100")
    (wrong,) = verify(box.store).wrong
    assert wrong.check == "petty cash"
    assert "Fund PC1 is 200.00, but its parts make 199.00" in wrong.sentence


def test_a_funds_series_is_no_till(box: Box) -> None:
    with pytest.raises(Refused, match="Till PC1 is no drawer's"):
        drawers.open(box.store, box.custodian, "PC1", 100_00)
    assert drawers.open(box.store, box.custodian, "01", 100_00).till == "01"


def test_a_stranger_sees_no_fund(box: Box, session_of: SessionOf) -> None:
    stranger = session_of(CSR1)
    assert pettycash.funds(box.store, stranger) == []
    assert [one.code for one in pettycash.funds(box.store, box.supervisor)] == ["PC1"]
    with pytest.raises(Refused, match="may see a petty cash fund"):
        vouchers.vouchers(box.store, stranger, box.id)


def test_the_papers_are_whole_in_both_languages(box: Box, hasher: Argon2, tmp_path: Path) -> None:
    made = box.pay(20_00, language="es")
    advance = box.pay(30_00, kind="ADVANCE", receipt=False, payee="Ed Poe", requested="Ed", language="es")
    counted = pettycash_counts.count(box.store, box.supervisor, box.id, denominations.break_down(149_00))
    requested = claim(box, 149_00, box.approve(hasher, "petty.replenish", 21_00), "Lost coin")
    order = pettycash_orders.order(box.store, box.custodian, box.id, {"give_b20": 1, "r25": 2}, key())
    found, known = pettycash.fund(box.store, box.id), terms(box.store, "2026-07-06")
    papers = [papers_of.voucher_paper(known, found, one) for one in (made, advance)]
    for language in ("en", "es"):
        papers.append(papers_of.count_paper(known, found, counted, language))
        papers.append(papers_of.claim_paper(known, found, requested, language))
        papers.append(papers_of.order_paper(known, found, order, language))
    text = "\n".join(json.dumps(paper, ensure_ascii=False) for paper in papers)
    for said in (
        "COMPROBANTE DE CAJA CHICA", "ANTICIPO DE CAJA CHICA", "07/07/2026", "Arqueo sorpresivo", "FALTANTE", "SHORT",
        "REEMBOLSO DE CAJA CHICA", "Sobrantes y faltantes", "PEDIDO DE CAMBIO", "2 x Quarter rolls (40)", "21.00",
    ):  # fmt: skip
        assert said in text
    for n, paper in enumerate(papers):
        render_pdf(paper, tmp_path / f"{n}.pdf")
    assert all((tmp_path / f"{n}.pdf").read_bytes().startswith(b"%PDF") for n in range(len(papers)))
    assert papers_of.WORDS["en"].keys() == papers_of.WORDS["es"].keys()
    assert papers_of.OFFICE["en"].keys() == papers_of.OFFICE["es"].keys()
