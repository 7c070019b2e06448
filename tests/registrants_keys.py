"""The keys to every display of the registrants' desk, on the sample's registrants."""

from __future__ import annotations

from data import settings
from data.police.store import PoliceStore

REASON = "1"
"""The key that says: registration."""


def row(number: int, *more: str) -> tuple[str, ...]:
    """The keys to the work of a row of the queue, counted from 0."""
    return ("21.5\n", *["down"] * number, "enter", REASON, *more)


CASE = ("REGIST REG-2026-00001\n", REASON)
"""The keys to a registration."""
SCENES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("registrants_queue", ("21.5\n",), "RGQ010"),
    ("registrants_annual", row(0), "RVS02"),
    ("registrants_transient", row(2), "RVS08"),
    ("registrants_second_sheet", row(5), "RGV040"),
    ("registrants_second", row(5, "f12"), "RGC20"),
    ("registrants_csar_sheet", row(6), "RGV040"),
    ("registrants_csar", row(6, "f12"), "RGC10"),
    ("registrants_proof", row(7), "RGC40"),
    ("registrants_forward", row(8), "RGC30"),
    ("registrants_petition", row(10), "RGP20"),
    ("registrants_review", row(12), "RGD10"),
    ("registrants_annual_stopped", row(0, "az\n", "\n"), "RVS02"),
    ("registrants_put_aside", ("21.5\n",), "RGQ010"),
    ("registrants_case", CASE, "RGC010"),
    ("registrants_initial", (*CASE, "1\n"), "RVS01"),
    ("registrants_address", (*CASE, "3\n"), "RVS03"),
    ("registrants_leaves", (*CASE, "5\n"), "RVS05"),
    ("registrants_released", (*CASE, "16\n"), "RVS16"),
    ("registrants_ended", (*CASE, "19\n"), "RVS19"),
    ("registrants_status", (*CASE, "31\n"), "RGS10"),
    ("registrants_offenses", (*CASE, "32\n"), "RGO010"),
    ("registrants_offense", (*CASE, "32\n", "f6"), "RGO10"),
    ("registrants_visits", (*CASE, "33\n"), "RGV010"),
    ("registrants_visit", (*CASE, "33\n", "enter"), "RGV020"),
    ("registrants_papers", (*CASE, "33\n", "6\n"), "RGV030"),
    ("registrants_signed", (*CASE, "33\n", "7\n"), "RGC50"),
    ("registrants_at_home", (*CASE, "33\n", "8\n"), "RGC60"),
    ("registrants_served", (*CASE, "34\n"), "RGP10"),
    ("registrants_petitions", ("REGIST REG-2026-00014\n", REASON, "35\n"), "RGP030"),
    ("registrants_letters", (*CASE, "36\n"), "RGT20"),
    ("registrants_letter", (*CASE, "36\n", "f6"), "RGT10"),
    ("registrants_letter_given", (*CASE, "36\n", "f6", "f10", "enter"), "RGT15"),
    ("registrants_deadlines", (*CASE, "38\n"), "RGD020"),
    ("registrants_svp", ("REGIST REG-2026-00013\n", REASON), "RGC010"),
    ("registrants_tier", ("REGIST REG-2026-00014\n", REASON), "RGC010"),
    ("registrants_arson", ("REGIST REG-2026-00015\n", REASON), "RGC010"),
    ("registrants_arson_initial", ("REGIST REG-2026-00015\n", REASON, "1\n"), "RVA01"),
    ("registrants_gang", ("REGIST REG-2026-00018\n", REASON), "RGC010"),
    ("registrants_gang_initial", ("REGIST REG-2026-00018\n", REASON, "1\n"), "RVG01"),
    ("registrants_begin", ("REGIST artichoke\n", "2\n", REASON), "RGB10"),
    ("registrants_span", ("21.7\n",), "RGL010"),
    ("registrants_book", ("21.7\n", "2\n", "\n", "\n"), "RGL020"),
    ("registrants_narcotics_refused", ("21.7\n", "4\n", "\n", "\n"), "RGL010"),
    ("registrants_all_petitions", ("21.8\n",), "RGP030"),
    ("registrants_petitions_span", ("21.8\n", "f6"), "RGP40"),
    ("registrants_no_duty", ("21.9\n",), "RGN10"),
)
"""Name, keys from the main menu and program id of every display, in this order."""


def seed(police: PoliceStore) -> None:
    """A setting has changed since a deadline was given."""
    settings.put(police.city, None, "sex.svp_days", "91", police.clock.today(), unit="days")
