"""The days at the counter and in the office that the documents show: keys, and the name of what they lead to."""

from __future__ import annotations

DAY: tuple[tuple[str, str], ...] = (
    ("", "sign-on"),
    # a supervisor receives passes first
    ("201 Enter 20170334 Enter 7.34 Enter F6", "lot-form"),
    ("MONTH-A Enter 5001 Enter 5100 Enter 07062026 Enter", "lots"),
    ("F3 90 Enter", ""),
    # the clerk's morning
    ("102 Enter 10270332 Enter", "menu"),
    ("3.1 Enter 20000", "open"),
    ("Enter", "opened"),
    ("10004567 Enter", "account"),
    ("2 Enter 5 Enter", "bill"),
    ("F3 1 Enter", "services"),
    ("1 Enter 10009999 Enter", "wrong"),
    ("Backspace 10004567 Enter", "water"),
    ("5000 Enter", "tender"),
    ("10000 Enter", "change"),
    ("F3 4.4 Enter", "paper"),
    ("F5 F3 F7 ramirez Enter", "found"),
    ("1 Enter 1 Enter Enter 2 Enter", "check"),
    ("1021 Enter", "check-taken"),
    # several things on one receipt
    ("F3 1 Enter 4 Enter F4", "products"),
    ("5 Enter", ""),
    ("Enter", "passes"),
    ("2 Enter 7 Enter 5 Enter AB123456 Enter 4500 Enter", "two-lines"),
    ("F2", "suspended"),
    ("10 Enter SMITH Enter 101 Enter 13000 Enter", "passport"),
    ("Enter F12 5 Enter", "works"),
    ("1 Enter", "taken-up"),
    ("3 Enter", "card"),
    ("VISA Enter 4242 Enter 123456 Enter", "mixed"),
    ("F3 UB_10004567_6000_CK_1022 Enter", "one-line"),
    ("Enter", "one-line-posted"),
    # what was told and noted
    ("10004567 Enter 5 Enter F6", "note-form"),
    ("Y Tab Call_before_shut-off Enter", "notes"),
    ("F12 6 Enter F6", "contact-form"),
    ("Tab pressure Enter Low_since_Friday Enter", "contacts"),
    # the drawer
    ("F3 3.2 Enter 10000 Enter B12 Enter 201 Enter", "drop"),
    ("3.3 Enter 1250 Enter Staples Enter Printer_paper Enter", "paid-out"),
    ("3.4 Enter Change_for_a_twenty Enter", "no-sale"),
    ("3.5 Enter", "x"),
    ("F3 F8 5000 + 250 + Enter", "tape"),
    ("F3 Ctrl+L", "lock"),
    ("7033 Enter", "unlocked"),
    # corrections
    ("4.1 Enter 1 Enter", "receipt"),
    ("2 Enter Wrong_account Enter", "void-asked"),
    ("1", "voided"),
    ("1 Enter F3 4.1 Enter 2 Enter 2 Enter Wrong_customer Enter 1", "approval"),
    ("201 Enter 20170334 Enter Seen Enter", "approved"),
    ("F3 4.2 Enter", "documents"),
    ("F3 4.3 Enter", "jobs"),
    # the evening
    ("F3 3.6 Enter", "count"),
    ("1 + F10", "count-asked"),
    ("1", "over-short"),
    ("2 Enter 1 + 0 + 1 + PageDown", "count-tenders"),
    ("6000 + + + + + 1 + 18900 F10 1", "recounted"),
    ("1 Enter F4 1 Enter", "close"),
    ("Enter", "z"),
    ("F3", "closed"),
    ("90 Enter", "signed-off"),
)
"""Words are typed as they stand; names of keys are pressed; an underscore is a blank. An entry has at most 50 keys."""

PICTURES = ("account", "change")
"""The screens that are kept as pictures too."""

UNTIL_OFFICE = 24
"""The office's story begins so many days after the city was made: on Thursday, July 30."""
NEXT_DAY = "next day"

OFFICE: tuple[tuple[str, str], ...] = (
    # Thursday: the mail
    ("102 Enter 10270332 Enter 3.1 Enter 20000 Enter", ""),
    ("MC_RENTAL_15000_B7 Enter Enter UB_10004098_11609_CK_1021 Enter Enter", ""),
    ("F8 20720 + 13208 + 22835 + *", "mail-tape"),
    ("F12 11.1 Enter 3 Enter 56763", "mail-control"),
    ("Enter", ""),
    ("]C0001000456730803260001000002122000000207207 Enter", "mail-stub"),
    ("Enter 10004042 Enter 10004091 ++++ F4", "mail-exceptions"),
    ("F12 1 Enter", "mail-balanced"),
    ("4 Enter", ""),
    ("F3 3.6 Enter 3 + 1 + +++++++++++++++++ 3 + 45537 F10 1", ""),
    ("1 Enter F3 4.4 Enter F5 F3 90 Enter", ""),
    # verified, prepared, sent
    ("201 Enter 20170334 Enter 10.1 Enter", "verify-list"),
    ("1 Enter", ""),
    ("Enter 1 F3 10.2 Enter 1 + 1 + +++++++++++++++++ 3 + 45537 + B7701", "deposit-form"),
    ("Enter 1 F3 90 Enter", ""),
    ("301 Enter 30170335 Enter 10.3 Enter 1 Enter 2 Enter", "deposit-sent"),
    ("5 Enter", "deposit-slip"),
    ("F3 10.5 Enter", ""),
    ("Enter 1", "day-closed"),
    ("F3 10.6 Enter", ""),
    ("Enter Enter", "gl-exported"),
    ("F3 90 Enter", ""),
    (NEXT_DAY, ""),
    # Friday: files from the bank
    ("301 Enter 30170335 Enter 11.3 Enter", ""),
    ("1 Enter", "file-preview"),
    ("1", ""),
    ("Enter F3 11.4 Enter", "queue"),
    ("1 Enter", ""),
    ("10004028 Enter 1 F3 10.4 Enter bank.bai Enter", "bank-file"),
    ("F6", ""),
    ("F3 PCFUNDS Enter F6 PC1 Enter Counter Enter 20000 Enter 102 Tab 103 Enter 5000 Enter", ""),
    ("F3 90 Enter", ""),
    # a check comes back; a credit is refunded; the box is filled
    ("102 Enter 10270332 Enter 12.1 Enter 1021 Enter", "returned-found"),
    ("Enter", "returned-case"),
    ("F3 12.6 Enter 10004700 Enter", "refund-form"),
    ("F10", ""),
    ("F3 12.7 Enter 5 Enter 1 Enter", ""),
    # petty cash
    ("F3 13.1 Enter 1 Enter 1234 Enter Rosa_Lind Enter", ""),
    ("Public_Works Enter Paint Enter 1 Enter 5210 Enter J._Diaz Enter K._Wong Enter", ""),
    ("1 Enter", ""),
    ("F3 13.3 Enter 6 Enter F3 13.6 Enter 1 + 1 + 1 + 1 + 1 + 1 + 0 + 0 + 0 + 2 + 1 + 1 + 1 F10 1", "petty-request"),
    ("Enter 201 Enter 20170334 Enter Seen Enter", ""),
    ("F3 13.7 Enter 9 Enter", "petty-sent"),
    ("F3 90 Enter", ""),
    # the supervisor approves; then month end
    ("201 Enter 20170334 Enter 12.7 Enter 5 Enter 2 Enter", ""),
    ("F3 12.8 Enter 1 Enter", "ap-sent"),
    ("F3 90 Enter 301 Enter 30170335 Enter 10.5 Enter Enter 1", ""),
    ("F3 10.6 Enter Enter Enter", ""),
    ("SUMMARY_070126_073126 Enter", "month-summary"),
    ("F6 F11", ""),
    ("F3 DEPAUDIT_070126_073126 Enter", "month-audit"),
    ("F3 OVERSHORT_070126_073126 Enter", ""),
    ("F3 REGISTER_070126_073126 Enter", ""),
    ("F3 VOIDS_070126_073126 Enter", ""),
    ("F3 SURPRISES_070126_073126 Enter", ""),
    ("F3 12.9 Enter", ""),
    ("F3 12.3 Enter", ""),
    ("F3 12.4 Enter", ""),
    ("F3 12.10 Enter", ""),
    ("F3 13.4 Enter", ""),
    ("F3 11.6 Enter", ""),
    ("F3 10.9 Enter", ""),
    ("F3 10.10 Enter", ""),
    ("F3 90 Enter", ""),
)
"""Two days in the office, played after `UNTIL_OFFICE` days in a city of its own."""
