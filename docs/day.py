"""The day at the counter that the documents show: keys, and the name of what they lead to."""

from __future__ import annotations

DAY: tuple[tuple[str, str], ...] = (
    ("", "sign-on"),
    ("102 Enter 10270332 Enter", "menu"),
    ("3.1 Enter 20000", "open"),
    ("Enter", "opened"),
    ("10004567 Enter", "account"),
    ("F12 1 Enter", "services"),
    ("1 Enter 10004567 Enter", "water"),
    ("Enter", "tender"),
    ("50000 Enter", "change"),
    ("F3 4.4 Enter", "paper"),
    ("F3", ""),
)
"""Words are typed as they stand; names of keys are pressed; an underscore is a blank."""

PICTURES = ("account", "change")
"""The screens that are kept as pictures too."""
