"""The debriefing of a shift in text: figures, the line, time by field against a practiced clerk, and each customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.training.klm import Operators
from data.training.shifts_debrief import Debriefing, Spent, Stay, model_seconds, stays
from data.training.shifts_morning import Served
from screens.chart import bars
from screens.lines import Line
from screens.training_pane import rows_of

WIDTH = 76
NAME, BAR = 26, 20
"""Columns of a field's name and of its bar."""
FIELDS = 12
"""Fields in the picture: those with the most to gain."""
Labels = Mapping[tuple[str, str], str]
"""What a field is called, by display and field; `("UB10", "")` is the display."""


def clock(seconds: float) -> str:
    """Seconds as minutes and seconds: `4:07`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def picture(found: Debriefing, labels: Labels, *, ascii_only: bool) -> list[str | Line]:
    """The whole debriefing as rows."""
    rows: list[str | Line] = [Line(f" {row}", "protected") for row in _figures(found)]
    rows += ["", *_errors(found), "", *_line(found, ascii_only), ""]
    return [*rows, *_fields(found, labels, ascii_only)]


def _figures(found: Debriefing) -> list[str]:
    recovered, thrown = found.thrown
    said = [
        f"Served rightly      {found.right:>5} of {len(found.customers)}",
        f"Time             {clock(found.seconds):>8}, the shortest way by a practiced clerk {clock(found.model)}",
        f"Keys                {found.keys:>5}, the shortest way has {found.shortest}",
        f"In the line      {clock(found.mean_wait):>8} on average, {clock(found.longest_wait)} at most",
    ]
    if found.idle >= 1:
        said.append(f"Nobody there     {clock(found.idle):>8}, moved over")
    if thrown:
        said.append(f"Interruptions       {recovered:>5} of {thrown} dealt with")
    return said


def _errors(found: Debriefing) -> list[Line]:
    if not found.errors:
        return [Line(" Nothing was wrong.", "title")]
    rows = [Line(" What was wrong", "label")]
    for n, one, said in found.errors:
        first, *more = rows_of(f"{one.title}. {said}", WIDTH - 6)
        rows += [Line(f" {n:>3}. {first}", "alert"), *(Line(f"      {row}", "alert") for row in more)]
    return rows


def _line(found: Debriefing, ascii_only: bool) -> list[Line]:
    if not found.line:
        return []
    longest = max(waiting for _, waiting in found.line)
    if not longest:
        return [Line(" Nobody had to wait.", "label")]
    shown = bars(found.line, min(max(longest, 2), 6) + 1, WIDTH, ascii_only=ascii_only)
    title = Line(" People in the line, by minutes since the door was opened", "label")
    return [title, *(Line(" " + "".join(part.text for part in row), "chart") for row in shown)]


def _fields(found: Debriefing, labels: Labels, ascii_only: bool) -> list[Line]:
    shown = [one for one in found.spent if one.seconds >= 1][:FIELDS]
    if not shown:
        return []
    full, more = ("#", ".") if ascii_only else ("█", "░")
    rows = [
        Line(f" Where the time went: {full} a practiced clerk's, {more} beyond it", "label"),
        Line(f" {'Field':<{NAME}} {'':<{BAR}} {'Seconds':>8} {'Model':>6} {'Times':>5} {'Refused':>7}", "label"),
    ]
    top = max(one.seconds for one in shown)
    return [*rows, *(Line(_field(one, top, labels, full, more), "chart") for one in shown)]


def _field(one: Spent, top: float, labels: Labels, full: str, more: str) -> str:
    name = label(labels, one.program, one.field)[:NAME]
    length = max(1, round(one.seconds * BAR / top))
    model = min(length, round(one.model * BAR / top))
    bar = full * model + more * (length - model)
    faults = str(one.faults or "")
    return f" {name:<{NAME}} {bar:<{BAR}} {one.seconds:>8.1f} {one.model:>6.1f} {one.times:>5} {faults:>7}"


def label(labels: Labels, program: str, field: str) -> str:
    """What a field is called: its display and its label."""
    display = labels.get((program, ""), program) or "elsewhere"
    known = labels.get((program, field), "") if field else ""
    return f"{program} {known}" if known else display


# one customer


def replay(one: Served, times: Operators, labels: Labels) -> list[str | Line]:
    """A customer played back: what was said, the fields in the order they were filled in, and the shortest way."""
    rows: list[str | Line] = [Line(f"  {row}", "protected") for row in rows_of(one.story, WIDTH)]
    rows += ["", f"  In the line {clock(one.waited)}, at the counter {clock(one.seconds)}, "
             f"a practiced clerk {clock(model_seconds(one, times))}", ""]  # fmt: skip
    for check in one.attempt.checks:
        word, style = ("ok", "text") if check.passed else ("NO", "alert")
        instead = "" if check.passed else f" Found: {check.found or 'nothing'}."
        first, *more = rows_of(f"{check.sentence}{instead}", WIDTH - 6)
        rows += [Line(f"  {word}  {first}", style), *(Line(f"      {row}", style) for row in more)]
    if one.corrected:
        rows.append(Line(f"  {one.corrected} receipt taken back and done again.", "alert"))
    rows += ["", Line(f"  {'From':>6} {'Seconds':>8} {'Model':>6}  {'Where':<26} Keys", "label")]
    rows += [_stay(stay, labels) for stay in stays(one.attempt, times)]
    for fault in one.attempt.faults:
        rows.append(Line(f"  {clock(fault.at):>6} refused: {fault.sentence}"[:WIDTH], "alert"))
    shortest = "".join(key if len(key) == 1 else f"<{key}>" for key in one.shortest)
    said = [shortest[at : at + WIDTH - 4] for at in range(0, len(shortest), WIDTH - 4)]
    return [*rows, "", Line(f"  The shortest way, {len(one.shortest)} keys:", "label"), *(f"  {row}" for row in said)]


def _stay(stay: Stay, labels: Labels) -> Line:
    slow = stay.seconds - stay.waited > 2 * stay.model
    where = label(labels, stay.program, stay.field)[:26]
    text = f"  {clock(stay.began):>6} {stay.seconds:>8.1f} {stay.model:>6.1f}  {where:<26} {stay.text}"
    return Line(text[: WIDTH + 2], "alert" if slow else "text")


def visit_cells(n: int, one: Served, times: Operators) -> Sequence[str]:
    """A visit as the cells of a list."""
    verdict = "right" if one.right else "WRONG"
    if one.right and one.corrected:
        verdict = "corrected"
    return (
        str(n), one.title, "" if one.stop else clock(one.waited), clock(one.seconds),
        clock(model_seconds(one, times)), f"{len(one.attempt.strokes)}/{len(one.shortest)}", verdict,
    )  # fmt: skip
