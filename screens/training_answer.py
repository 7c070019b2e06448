"""What the trainee says to the customer, typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.fields import Text
from data.forms import Form, Values
from screens.entry import fill_in
from screens.training_room import LessonOver

if TYPE_CHECKING:
    from data.training.playing import Playing
    from screens.desk import Desk

ANSWER = Form("TRN012", "Answer the customer", {"answer": Text("You say", 50, required=True)})


async def answer_customer(desk: Desk, playing: Playing) -> None:
    """Ask what the trainee answers. Raises `LessonOver` when that was all that was wanted."""

    async def do(values: Values, _: object) -> str:
        playing.practice.ground.answer = values["answer"]
        return str(values["answer"])

    await fill_in(desk, ANSWER, do)
    if await desk.ask(playing.look, "TRN012"):
        raise LessonOver
