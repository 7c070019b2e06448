"""The day at the counter that the documents show: keys, and the name of what they lead to."""

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
"""Words are typed as they stand; names of keys are pressed; an underscore is a blank."""

PICTURES = ("account", "change")
"""The screens that are kept as pictures too."""
