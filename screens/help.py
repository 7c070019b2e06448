"""F1: the field, then the screen, then the policy text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from data.forms import Form
from screens.display import Display
from screens.entry import EntryDisplay
from screens.keys import KEYS, key_name
from screens.lines import Line
from screens.listing import ListDisplay
from screens.pager import read

if TYPE_CHECKING:
    from screens.desk import Desk

TEN_KEY = (
    "From the ten-key pad: + accepts the field and goes on, - makes an amount negative where a credit is allowed, "
    "* lists the values a field can take (F4) and is the adding machine in an amount, / goes back one field, and from "
    "the first field back one display. "
    "Bare digits are cents; a typed point means dollars. After an error Backspace, Esc or / unlocks the keyboard; "
    "so does a moment without typing."
)


async def show_help(desk: Desk, display: Display) -> None:
    """Explain what is on the screen."""
    rows: list[str | Line] = []
    if display.message:
        rows += [Line("The message", "title"), *_wrapped(display.message)]
    form: Form | None = getattr(display, "form", None)
    if isinstance(display, EntryDisplay) and form is not None:
        rows += _field(form, display.panel.current)
    text = form.help if form else display.listing.help if isinstance(display, ListDisplay) else ""
    if text:
        rows += [Line(f"This screen: {display.heading}", "title"), *_wrapped(text)]
    if form is not None and form.policy:
        rows += [Line("Policy", "title"), *_wrapped(form.policy)]
    rows += [Line("The ten-key pad", "title"), *_wrapped(TEN_KEY), Line("Keys", "title")]
    rows += [f"  {key_name(binding.key):<9} {binding.help}" for binding in KEYS]
    await read(desk, "F1", "Help", rows)


def _field(form: Form, name: str) -> list[str | Line]:
    field = form.fields.get(name)
    if field is None:
        return []
    rows: list[str | Line] = [Line(f"This field: {field.label}", "title")]
    rows += _wrapped(field.help) if field.help else []
    facts = [
        "It must be filled in." if field.required else "It may be left empty.",
        f"At most {field.width} characters.",
    ]
    if field.choices():
        facts.append("Values: " + ", ".join(f"{value} {meaning}" for value, meaning in field.choices()) + ".")
    elif field.prompt:
        facts.append("F4 lists the values.")
    return [*rows, *_wrapped(" ".join(facts))]


def _wrapped(text: str) -> list[str | Line]:
    rows: list[str | Line] = []
    for paragraph in text.split("\n\n"):
        rows += [f"  {row}" for row in textwrap.wrap(" ".join(paragraph.split()), 74)]
        rows.append("")
    return rows
