"""Drills as figures and pictures in text."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from data.clock import local_time
from data.money import show_cents
from data.tape_compare import compare
from data.training.digits import DIGIT, DIGITS, OPERATION, PAIR, Skills, Weights
from data.training.drills import DRILLS, Drill, field_of
from data.training.figures import Answer, Figures
from data.training.progress import Run, Try
from screens.chart import bars
from screens.lines import Line

SHOWN = 11
"""Drills in a picture over time, the latest: as many as have room for a day under each bar."""
SUMS = {
    "TRANSPOSED": "two digits changed about",
    "SLID": "the point slid",
    "DROPPED": "a digit left out",
    "DOUBLED": "a digit typed twice",
    "DIGIT": "one digit wrong",
    "SKIPPED": "a line left out",
}
"""The errors that are looked for, in words."""
WIDTH = 76


def _picture(values: Sequence[tuple[str, int]], rows: int, ascii_only: bool) -> list[Line]:
    picture = bars(values, rows, WIDTH, ascii_only=ascii_only)
    return [Line(" " + "".join(part.text for part in row), "chart") for row in picture]


def result(of: Drill, answers: Sequence[Answer], done: Figures, runs: Sequence[Run], *, ascii_only: bool) -> list[Line]:
    """What a drill came to: its figures, what was wrong, accuracy by digit, and keys per hour over time."""
    rows = [Line(f" {row}", "protected") for row in _figures(done)]
    said = "alert" if done.right < done.answers else "title"
    rows += [Line(""), *(Line(f" {row}", said) for row in _wrong(of, answers))]
    if done.by_digit:
        rows += [Line(""), Line(" Percent right by digit", "label"), *_by_digit(done, ascii_only)]
    if len(runs) > 1:
        rows += [Line(""), *_speeds(runs, ascii_only)]
    return rows


def _figures(done: Figures) -> list[str]:
    found = [
        f"Right answers        {done.right:>6} of {done.answers}  ({done.permille / 10:.1f} %)",
        f"Gross keys an hour   {done.gross_per_hour:>6,}",
        f"Net keys an hour     {done.net_per_hour:>6,}  (needed, and in right answers)",
    ]
    parts = [f"{name} {right} of {count}" for name, (right, count) in sorted(done.by_field.items())]
    by_field = wrap(f"By field: {', '.join(parts)}", 76, subsequent_indent=" " * 10)
    return [*found, *by_field] if len(parts) > 1 else found


def _wrong(of: Drill, answers: Sequence[Answer]) -> list[str]:
    """Each wrong answer in a sentence, at most eight; of a tape the first difference and its likely cause."""
    if of.at_end:
        meant = [int(one.question.answer) for one in answers]
        typed = [int(field_of(one.question).clean(one.text)) for one in answers]
        found = compare(meant, typed)
        off = f"Your tape {show_cents(sum(typed))}, the checks {show_cents(sum(meant))}."
        return [off, *([found.sentence] if found else [])]
    wrong = [one for one in answers if not one.right]
    shown = [
        f"{one.question.asked}: {field_of(one.question).show(one.question.answer)}, not {one.text}" for one in wrong
    ]
    if not wrong:
        return ["Every answer was right."]
    return shown[:8] + ([f"and {len(wrong) - 8} more"] if len(wrong) > 8 else [])


def _by_digit(done: Figures, ascii_only: bool) -> list[Line]:
    values = [(digit, _percent(*done.by_digit[digit])) for digit in DIGITS if digit in done.by_digit]
    return _picture(values, 6, ascii_only)


def _percent(right: float, count: float) -> int:
    return round(100 * right / count) if count else 0


def _day(run: Run) -> str:
    return local_time(run.at)[:5]


def _speeds(runs: Sequence[Run], ascii_only: bool) -> list[Line]:
    last = runs[-SHOWN:]
    net = [(_day(run), run.figures.net_per_hour) for run in last]
    best = max(run.figures.net_per_hour for run in runs)
    title = Line(f" Net keys an hour over the last {len(last)} drills; the best was {best:,}", "label")
    return [title, *_picture(net, 7, ascii_only)]


def over_time(runs: Sequence[Run], known: Skills, *, ascii_only: bool) -> list[Line]:
    """All drills of a trainee: speed and accuracy over time, by drill, by field, by digit, and the weak pairs."""
    last = runs[-SHOWN:]
    rows = _speeds(runs, ascii_only)
    gross = [(_day(run), run.figures.gross_per_hour) for run in last]
    rows += [Line(""), Line(" Gross keys an hour", "label"), *_picture(gross, 6, ascii_only)]
    right = [(_day(run), run.figures.permille // 10) for run in last]
    rows += [Line(""), Line(" Percent of answers right", "label"), *_picture(right, 6, ascii_only)]
    rows += [Line(""), *_table(runs), Line(""), *_fields(last), Line(""), *_digits(known, ascii_only)]
    return [*rows, Line(""), *_slow(known, PAIR, "Pairs of digits"), *_slow(known, OPERATION, "Sums")]


def lesson_times(tries: Sequence[Try], *, ascii_only: bool) -> list[Line]:
    """The time of the latest attempts that passed, in percent of the model's; nothing when there are none."""
    last = [one for one in tries if one.model_ms][-SHOWN:]
    if not last:
        return []
    values = [(local_time(one.at)[:5], one.ms * 100 // one.model_ms) for one in last]
    return [Line(" Time in percent of a practiced clerk's", "label"), *_picture(values, 6, ascii_only), Line("")]


def _table(runs: Sequence[Run]) -> list[Line]:
    rows = [Line(f" {'Drill':<28}{'Done':>6}{'Gross/h':>10}{'Net/h':>10}{'Right':>8}   latest", "label")]
    for one in DRILLS:
        mine = [run for run in runs if run.drill == one.code]
        if mine:
            done = mine[-1].figures
            figures = f"{len(mine):>6}{done.gross_per_hour:>10,}{done.net_per_hour:>10,}{done.permille / 10:>7.1f}%"
            rows.append(Line(f" {one.title:<28}{figures}   {_day(mine[-1])}"))
    return rows


def _fields(runs: Sequence[Run]) -> list[Line]:
    sums: dict[str, tuple[int, int]] = {}
    for run in runs:
        for name, (right, count) in run.figures.by_field.items():
            before = sums.get(name, (0, 0))
            sums[name] = before[0] + right, before[1] + count
    title = Line(f" Right by field, last {len(runs)} drills", "label")
    return [title, *(Line(f" {name:<20}{_percent(*both):>5} %  of {both[1]}") for name, both in sorted(sums.items()))]


def _digits(known: Skills, ascii_only: bool) -> list[Line]:
    found = {name: skill for (kind, name), skill in known.items() if kind == DIGIT and name in DIGITS}
    right = [(name, _percent(skill.hits, skill.samples)) for name, skill in sorted(found.items())]
    times = [(name, round(skill.ms)) for name, skill in sorted(found.items())]
    rows = [Line(" Percent right by digit, lately", "label"), *_picture(right, 6, ascii_only), Line("")]
    return [*rows, Line(" Milliseconds to each digit, lately", "label"), *_picture(times, 6, ascii_only)]


def _slow(known: Skills, kind: str, title: str) -> list[Line]:
    """The heaviest of a kind with their figures."""
    weights = Weights(known)
    names = sorted((name for one, name in known if one == kind), key=lambda name: (-weights.of(kind, name), name))
    rows = [Line(f" {title} that come most often now", "label")]
    for name in names[:5]:
        skill = known[kind, name]
        right = _percent(skill.hits, skill.samples)
        figures = f"{right:>4} % right {round(skill.ms):>7,} ms {weights.of(kind, name):>5.1f} times"
        rows.append(Line(f" {SUMS.get(name, name):<34}{figures}"))
    return rows if names else []
