"""Permissions of rules that are imported when a menu first opens them; others are declared beside what they guard."""

from __future__ import annotations

from data.permissions import (
    AUDITOR,
    COUNTER,
    CSR2,
    DESK,
    FINANCE,
    OFFICER,
    POLICE_SUPERVISOR,
    SUPERVISOR,
    Permission,
)

DESK_AND_POLICE = DESK | {POLICE_SUPERVISOR, OFFICER}
MAIL = Permission("mail", "mail batches are for the counter's clerks.", COUNTER)
FILES = Permission(
    "files.take",
    "files of payments are taken in by CSR II, a supervisor or finance.",
    frozenset({CSR2, SUPERVISOR, FINANCE}),
)
PAYMENTS_OUT = Permission(
    "payments.out",
    "the day's payments are written by CSR II, a supervisor, finance or the auditor.",
    frozenset({CSR2, SUPERVISOR, FINANCE, AUDITOR}),
)
REVIEW = Permission(
    "postings.review", "the postings of a CSR I are looked at by a supervisor.", frozenset({SUPERVISOR})
)
MARKS = Permission("postings.marks", "what was found on postings is read by the counter's clerks.", COUNTER)
CALLS = Permission("calls.enter", "the desk's clerks and the police take telephone calls.", DESK_AND_POLICE)
CALLS_SEE = Permission(
    "calls.view", "the call log is read by the desk, the police and auditors.", DESK_AND_POLICE | {AUDITOR}
)
RIDES_SEE = Permission(
    "rides.view", "ride-alongs are read by the desk, the police and auditors.", DESK_AND_POLICE | {AUDITOR}
)
VISITORS_SEE = Permission(
    "visitors.view", "the visitor log is read by the desk, the police and auditors.", DESK_AND_POLICE | {AUDITOR}
)
