"""The keys of the work with vehicles and citations, and the displays they lead to."""

from __future__ import annotations

from counter import PASSWORDS

APPROVE = f"201\n{PASSWORDS['201']}\n44\n"
"""The supervisor's number, password and reason in the approval window."""
REPO, STORED, CITE = "REPO RP27-000003\n", "IMPOUND 26-0012\n", "CITE P00022\n"
"""Records of the sample: one of each that is unpaid."""

LATE = "Sample Caller\nSample Recovery\nRA0000\n0700\n"
"""A notice two hours after the repossession."""
MARKED = ("1", "tab", "1", "tab", "tab", "tab", "1", "tab", "1", "tab", "1", "tab", "tab", "tab", "1\n")
"""Option 1 on the lines that a person passes when a legal owner takes the vehicle, carried out by one Enter."""
PAPERS = (
    "\n", "VC 14602.6\n", "123126\n", "Sample Insurance\nP-1\n123126\n", "Sample Driver\n1234\n123126\n", "Assignment\n"
)  # fmt: skip
"""What is typed to pass them."""

SCENES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("veh_repossessions", ("25.1\n",), "REPOS"),
    ("veh_repossession", (REPO,), "RPO015"),
    ("veh_repossession_late", ("REPO RP27-000002\n",), "RPO015"),
    ("veh_repossession_new", ("25.1\n", "f6"), "RPO010"),
    ("veh_repossession_late_typed", ("25.1\n", "f6", "\n", LATE), "RPO010"),
    ("veh_repossession_written", (REPO, "2\n"), "RPO020"),
    ("veh_repossession_pay", (REPO, "f6"), "RP10"),
    ("veh_repossession_agency", (REPO, "f6", "3\n1\n"), "RP10"),
    ("veh_repossession_paid", (REPO, "f6", "1\n1\n", "\n"), "RPO015"),
    ("veh_repossession_proof", (REPO, "3\n"), "RPO022"),
    ("veh_impounds", ("25.2\n",), "IMPOUNDS"),
    ("veh_impound", (STORED,), "IMP015"),
    ("veh_impound_new", ("25.2\n", "f6"), "IMP010"),
    ("veh_impound_notice", (STORED, "2\n"), "IMP020"),
    ("veh_impound_lift", (STORED, "3\n"), "IMP022"),
    ("veh_impound_ask", (STORED, "4\n"), "IMP024"),
    ("veh_impound_hearing", (STORED, "5\n"), "IMP026"),
    ("veh_impound_waive", (STORED, "6\n"), "IMP028"),
    ("veh_impound_path", (STORED, "10\n"), "IMP030"),
    ("veh_impound_pay", (STORED, "f6"), "IM10"),
    ("veh_checklist", (STORED, "7\n"), "IMP040"),
    ("veh_checklist_pass", (STORED, "7\n", "tab", "tab", "tab", "tab", "tab", "tab", "1\n"), "IMP044"),
    ("veh_checklist_fail", (STORED, "7\n", "4\n"), "IMP048"),
    ("veh_checklist_override", (STORED, "7\n", "tab", "tab", "7\n"), "IMP046"),
    ("veh_checklist_line", (STORED, "7\n", "5\n"), "IMP042"),
    ("veh_release_refused", (STORED, "8\n"), "IMP015"),
    ("veh_release", (STORED, "10\n", "2\n", "7\n", *MARKED, *PAPERS, "f12", "8\n"), "IMP050"),
    ("veh_released", (STORED, "8\n", "Agent of Sample Bank\n", "1"), "IMP015"),
    ("veh_slip", (STORED, "11\n"), "IMP052"),
    ("veh_citations", ("25.3\n",), "CITES"),
    ("veh_citation", (CITE,), "CIT015"),
    ("veh_citation_review", ("CITE P00023\n",), "CIT015"),
    ("veh_citation_correctable", ("CITE P00024\n",), "CIT015"),
    ("veh_citation_new", ("25.3\n", "f6"), "CIT010"),
    ("veh_citation_pay", (CITE, "f6"), "CI10"),
    ("veh_citation_due", (CITE, "2\n"), "CIT034"),
    ("veh_citation_due_shown", (CITE, "2\n", "060126\n"), "CIT015"),
    ("veh_citation_ask_review", ("CITE P00021\n", "3\n"), "CIT020"),
    ("veh_citation_too_late", (CITE, "3\n", "\n"), "CIT020"),
    ("veh_citation_no_decision", (CITE, "6\n"), "CIT015"),
    ("veh_citation_plan", (CITE, "8\n"), "CIT030"),
    ("veh_citation_result", ("CITE P00023\n", "4\n"), "CIT022"),
    ("veh_citation_hearing", ("CITE P00023\n", "4\n", "1\n", "5\n"), "CIT024"),
    ("veh_citation_decision", ("CITE P00023\n", "5\n", "2\n", "6\n"), "CIT026"),
    ("veh_citation_appeal", ("CITE P00023\n", "6\n", "1\n", "7\n"), "CIT028"),
    ("veh_citation_appealed", ("CITE P00023\n", "7\n", "\n"), "CIT015"),
    ("veh_sign_offs", ("25.4\n",), "SIGNOFFS"),
    ("veh_sign_off", ("25.4\n", "\n"), "CIT045"),
    ("veh_sign_off_new", ("CITE P00024\n", "11\n"), "CIT040"),
    ("veh_find", ("25.5\n",), "VEH010"),
    ("veh_found", ("VEHICLE 0SMP\n",), "VEH015"),
    ("veh_due", ("25.6\n",), "VEH020"),
    ("veh_log", ("REPOLOG 060126 070626\n",), "RPO030"),
    ("veh_log_impounds", ("IMPLOG 050126 070626\n",), "IMP060"),
    ("veh_log_citations", ("CITELOG 050126 070626\n",), "CIT050"),
    ("veh_log_sign_offs", ("SIGNLOG 050126 070626\n",), "CIT055"),
)  # fmt: skip
"""Name, keys from the main menu and program id of every display of menu 25, in this order."""
PREPARE = ("3.1\n20000\n",)
"""The clerk opens a drawer, to take fees."""
