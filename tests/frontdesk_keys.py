"""The keys of visitors, calls, court papers and ride-alongs, and the displays they lead to."""

from __future__ import annotations

INSIDE, GONE = "VISIT V27-000004\n", "VISIT V27-000002\n"
CRIMINAL, CIVIL, RECORDS = "PAPERS CP27-000001\n", "PAPERS CP27-000002\n", "PAPERS CP27-000003\n"
APPLIED, APPROVED, SCHEDULED = "RIDE RA27-000001\n", "RIDE RA27-000002\n", "RIDE RA27-000003\n"
VISITOR = "Invented Visitor Five\n\nLt. Sample\nTour\n1\nV05\nOfc. Sample\n"
"""A visitor's way in: name, company, whom, purpose, identification, badge, escort."""
RIDER = "Invented Rider Four\n050110\n1\n7605550171\n2\nContact\n7605550172\nInterest\n\n"
"""An application of somebody who is sixteen."""

SCENES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("fd_visitors", ("24.1\n",), "VISITS"),
    ("fd_visitor_new", ("24.1\n", "f6"), "VIS010"),
    ("fd_visitor_worn", ("24.1\n", "f6", VISITOR.replace("V05", "V03")), "VIS010"),
    ("fd_visitor", (INSIDE,), "VIS015"),
    ("fd_visitor_gone", (GONE,), "VIS015"),
    ("fd_visitor_out", (INSIDE, "2\n"), "VIS020"),
    ("fd_inside", ("24.2\n",), "VIS025"),
    ("fd_inside_lost", ("24.2\n", "\n", "3", "tab", "On the bus\n"), "VIS025"),
    ("fd_review", ("24.3\n",), "VIS035"),
    ("fd_call", ("24.4\n",), "CAL005"),
    ("fd_emergency", ("24.4\n", "1"), "CAL012"),
    ("fd_call_new", ("24.4\n", "0"), "CAL010"),
    ("fd_call_media", ("24.4\n", "0", "9\n"), "CAL010"),
    ("fd_calls", ("24.5\n",), "CALLS"),
    ("fd_message", ("CALLS C27-000002\n",), "CAL015"),
    ("fd_message_taken", ("CALLS C27-000002\n", "2\n"), "CAL020"),
    ("fd_papers", ("24.6\n",), "PAPERS"),
    ("fd_paper_new", ("24.6\n", "f6"), "SUB010"),
    ("fd_paper_short", ("24.6\n", "f6", "1\n1\nServer\nOfc. Sample\n1\n26C1\nSuperior\n070926\n"), "SUB010"),
    ("fd_paper_claim", ("24.6\n", "f6", "7\n"), "SUB010"),
    ("fd_paper", (CRIMINAL,), "SUB015"),
    ("fd_paper_civil", (CIVIL,), "SUB015"),
    ("fd_paper_records", (RECORDS,), "SUB015"),
    ("fd_paper_delivered", (CRIMINAL, "2\n"), "SUB020"),
    ("fd_paper_failed", (CRIMINAL, "3\n"), "SUB022"),
    ("fd_paper_fate", (CRIMINAL, "4\n"), "SUB024"),
    ("fd_paper_pay", (CIVIL, "f6"), "SD10"),
    ("fd_paper_another", (CIVIL, "5\n"), "SUB026"),
    ("fd_paper_another_refused", (CIVIL, "5\n", "\n"), "SUB026"),
    ("fd_paper_cost", (CIVIL, "6\n"), "SUB028"),
    ("fd_paper_produced", (RECORDS, "7\n"), "SUB030"),
    ("fd_rides", ("24.7\n",), "RIDES"),
    ("fd_ride_new", ("24.7\n", "f6"), "RID010"),
    ("fd_ride_minor", ("24.7\n", "f6", RIDER), "RID015"),
    ("fd_ride", (APPLIED,), "RID015"),
    ("fd_ride_check", (APPLIED, "2\n"), "RID020"),
    ("fd_ride_decide", (APPLIED, "3\n"), "RID022"),
    ("fd_ride_day", (APPROVED, "4\n"), "RID024"),
    ("fd_ride_taken", (APPROVED, "4\n", "071026\n1\n0800\nOfc. Sample 101\n"), "RID024"),
    ("fd_ride_sign", (SCHEDULED, "5\n"), "RID026"),
    ("fd_ride_end", (SCHEDULED, "6\n"), "RID028"),
    ("fd_ride_calendar", ("24.8\n",), "RID030"),
    ("fd_due", ("24.9\n",), "FDK010"),
    ("fd_visit_log", ("VISITLOG 030126 070626\n",), "VIS050"),
    ("fd_call_log", ("CALLLOG 070126 070626\n",), "CAL050"),
    ("fd_paper_log", ("PAPERLOG 070126 070626\n",), "SUB050"),
    ("fd_ride_log", ("RIDELOG 070126 073126\n",), "RID050"),
    ("desk_badges", ("24.20\n",), "BADGES"),
    ("desk_badge_new", ("24.20\n", "f6"), "VIS030"),
    ("desk_badges_lost", ("24.21\n",), "BADGELOST"),
    ("desk_badge_lost", ("24.21\n", "2\n"), "VIS032"),
)
"""Name, keys from the main menu and program id of every display of menu 24, in this order."""
REVIEW_SCENES: tuple[tuple[str, tuple[str, ...], str], ...] = (("fd_review_sign", ("24.3\n", "f6"), "VIS040"),)
"""What a supervisor sees beside that."""
PREPARE = ("3.1\n20000\n",)
"""The clerk opens a drawer, to take deposits."""
