"""Four color themes, each with a training variant that nobody can take for live work."""

from __future__ import annotations

from dataclasses import dataclass

from rich.style import Style
from textual.theme import Theme


@dataclass(frozen=True)
class Palette:
    """The styles everything is drawn with. Colors are the terminal's 16 or 256: few bytes over a slow line."""

    name: str
    text: Style
    label: Style
    field: Style
    """A field that may be typed into."""
    field_current: Style
    """The field the cursor is in."""
    default: Style
    """A value offered and not yet touched."""
    cursor: Style
    error: Style
    """A wrong field, in reverse image."""
    protected: Style
    title: Style
    legend: Style
    message: Style
    question: Style
    alert: Style
    """A warning that must not be overlooked, in reverse image."""
    highlight: Style
    """The current row of a list."""
    chart: Style
    training: Style
    """The training banner; in live work nothing is drawn with it."""

    def style(self, name: str) -> Style:
        """The style called `name`; empty or unknown names are plain text."""
        style = getattr(self, name, self.text) if name else self.text
        return style if isinstance(style, Style) else self.text


@dataclass(frozen=True)
class _Inks:
    """The colors a palette is mixed from."""

    ground: str
    ink: str
    bright: str
    dim: str
    field_ground: str
    current_ground: str
    alarm: str


DEFAULT_THEME = "green"
_INKS = {
    "green": _Inks("color(16)", "color(40)", "color(120)", "color(28)", "color(22)", "color(22)", "color(203)"),
    "amber": _Inks("color(16)", "color(214)", "color(222)", "color(136)", "color(58)", "color(58)", "color(203)"),
    "ansi": _Inks("default", "default", "default", "cyan", "default", "default", "red"),
    "contrast": _Inks("color(16)", "color(231)", "color(226)", "color(231)", "color(16)", "color(18)", "color(196)"),
}
_TRAINING_INKS = {
    "green": _Inks("color(53)", "color(219)", "color(225)", "color(176)", "color(90)", "color(90)", "color(220)"),
    "amber": _Inks("color(53)", "color(219)", "color(225)", "color(176)", "color(90)", "color(90)", "color(220)"),
    "ansi": _Inks("default", "magenta", "bright_magenta", "magenta", "default", "default", "yellow"),
    "contrast": _Inks("color(54)", "color(231)", "color(226)", "color(231)", "color(54)", "color(90)", "color(226)"),
}
THEMES: tuple[str, ...] = tuple(_INKS)
"""The themes a user can choose: green phosphor, amber, the terminal's own 16 colors, high contrast."""


def palette(name: str = DEFAULT_THEME, training: bool = False) -> Palette:
    """The palette of a theme. Raises `ValueError` with a sentence when there is no such theme."""
    if name not in _INKS:
        raise ValueError(f"There is no theme {name}. Choose one of {', '.join(THEMES)}.")
    inks = (_TRAINING_INKS if training else _INKS)[name]

    def on_ground(color: str, *, bold: bool = False, reverse: bool = False) -> Style:
        return Style(color=color, bgcolor=inks.ground, bold=bold, reverse=reverse)

    return Palette(
        name=name,
        text=on_ground(inks.ink),
        label=on_ground(inks.ink),
        field=Style(color=inks.bright, bgcolor=inks.field_ground, underline=True),
        field_current=Style(color=inks.bright, bgcolor=inks.current_ground, underline=True),
        default=Style(color=inks.dim, bgcolor=inks.field_ground, underline=True),
        cursor=Style(color=inks.bright, bgcolor=inks.ground, reverse=True),
        error=on_ground(inks.alarm, reverse=True),
        protected=on_ground(inks.bright),
        title=on_ground(inks.bright, bold=True, reverse=training),
        legend=on_ground(inks.dim),
        message=on_ground(inks.bright),
        question=on_ground(inks.bright, bold=True),
        alert=on_ground(inks.alarm, reverse=True, bold=True),
        highlight=on_ground(inks.bright, reverse=True),
        chart=on_ground(inks.ink),
        training=on_ground(inks.bright, bold=True, reverse=True),
    )


def textual_theme(name: str = DEFAULT_THEME, training: bool = False) -> Theme:
    """The same colors as a Textual theme, for the screen's ground and any stock widget."""
    inks = (_TRAINING_INKS if training else _INKS)[name]

    def color(ink: str) -> str:
        if ink == "default":
            return "ansi_default"
        number = Style(color=ink).color
        assert number is not None
        return number.get_truecolor().hex

    return Theme(
        name=f"counter-{name}{'-training' if training else ''}",
        primary=color(inks.bright) if name != "ansi" else "ansi_cyan",
        foreground=color(inks.ink),
        background=color(inks.ground),
        surface=color(inks.ground),
        panel=color(inks.ground),
        error=color(inks.alarm) if name != "ansi" else "ansi_red",
        dark=True,
        ansi=name == "ansi",
        variables={"ansi-background": "ansi_black", "ansi-foreground": "ansi_white"} if name == "ansi" else {},
    )
