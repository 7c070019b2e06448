"""The application in training: no sign-on to live work, the classroom's menu, and an ear on every key of a lesson."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

from textual.events import Key, Paste
from textual.widget import Widget

from counter_tui.app import CounterApp
from counter_tui.first_look import FirstLook
from data.fields import Digits, Text
from data.forms import Form, Values
from screens.display import Display, ExitToMenu, Reply, SignedOff, Submitted
from screens.entry import fill_in
from screens.signon_form import SignOnDisplay

if TYPE_CHECKING:
    from counter_tui.classroom import Room
    from counter_tui.training_parts import TrainingParts, Who
    from data.clock import Clock
    from data.training.playing import Playing
    from data.training.recorder import Place

BANNER = "TRAINING"
WHO = Form(
    "TRN000",
    "Who trains?",
    {
        "number": Digits("Clerk number", 6, required=True, help="Your own; your progress is kept under it."),
        "name": Text("Name", 40, required=True),
    },
    help="Nothing here is live: accounts and people are invented, no drawer opens. Your number and name are asked so "
    "that your progress is kept. A training session that begins at a live station's sign-on knows both.",
)


class TrainingApp(CounterApp):
    """One trainee at a station without devices. `who` is None where nobody has signed on yet."""

    room: Room | None = None

    def __init__(
        self, build: Callable[[], TrainingParts], clock: Clock, first: FirstLook | None = None, who: Who | None = None
    ) -> None:
        super().__init__(build, clock, first, training=BANNER)
        self.who = who
        self._kept_open = ExitStack()

    # starting and ending

    async def _serve(self) -> None:
        with suppress(ExitToMenu, SignedOff):
            if self.who is None:
                self.who = await fill_in(self, WHO, self._asked, kind=SignOnDisplay)
            else:
                self.run_worker(self._get_ready(), name="ready")
            if self.who is not None:
                await self.ready()
                await self._train(self.who)
        self.exit(0)

    async def _asked(self, values: Values, _: object) -> Who:
        from counter_tui.training_parts import Who

        return Who(values["number"], values["name"])

    def _take(self, parts: Any) -> None:
        super()._take(parts)
        self.training_parts: TrainingParts = parts

    async def _train(self, who: Who) -> None:
        from counter_tui.classroom import Room
        from data.training.practice import PIN
        from screens.training import show_classroom

        parts = self.training_parts
        self.progress = self._kept_open.enter_context(parts.rooms.progress())
        self.room = self.classroom = Room(self, parts, who, self.progress)
        self.unlocks = f"In training your PIN is {PIN}."
        await show_classroom(self)

    def close_down(self) -> None:
        """Stop the worker and close the stores of training."""
        super().close_down()
        self._kept_open.close()
        if self._work is not None and not self.store.db.is_closed():
            self.store.close()

    # a lesson in hand

    def around(self) -> Iterable[Widget]:
        """The customer's pane."""
        from screens.training_pane import CustomerPane

        yield CustomerPane()

    async def turn(self, display: Display) -> Reply:
        """Before a display waits: look whether the goal is reached, and show what the customer says."""
        from screens.training_room import LessonOver, LineDropped

        room = self.room
        playing = room.playing if room is not None else None
        if playing is None or room is None:
            self._show_customer(display)
            return await super().turn(display)
        if not display.program.startswith("TRN"):
            if await self.ask(playing.look, display.program) or await self.ask(room.is_spoiled, playing):
                raise LessonOver
            self._throw(playing, display)
            if room.dropped:
                await self._write_work()
                room.line_drops()
                raise LineDropped
        self._show_customer(display)
        try:
            reply = await super().turn(display)
        except BaseException:
            playing.recorder.left(display.program)
            raise
        playing.recorder.left(display.program, reply.texts if isinstance(reply, Submitted) else None)
        return reply

    def _show_customer(self, display: Display) -> None:
        from data.training.shifts_morning import Morning
        from screens.training_pane import CustomerPane
        from screens.training_window import FOOT

        playing = self.room.playing if self.room is not None else None
        own = display.program.startswith("TRN")
        foot = playing.foot if isinstance(playing, Morning) else FOOT
        for pane in display.query(CustomerPane):
            pane.tell(
                display, playing.story if playing and not own else "", foot, shown=bool(playing and playing.shown)
            )

    async def deliver(self, event: Key | Paste) -> None:
        """Write every key of a lesson down; Ctrl+T opens the lesson's window."""
        playing = self.room.playing if self.room is not None else None
        if playing is not None and isinstance(event, Key):
            from screens.training_window import LESSON_KEY, lesson_window

            playing.recorder.key(event.character if event.is_printable and event.character else event.key, self.place())
            if event.key == LESSON_KEY and not self._own_display():
                self.start(self._lesson_window(lesson_window(self)))
                return
        await super().deliver(event)
        if playing is not None and playing.script.events and isinstance(self.screen, Display):
            self._throw(playing, self.screen)

    async def _lesson_window(self, window: Coroutine[Any, Any, None]) -> None:
        """The lesson's window; what was chosen in it may change the pane below."""
        try:
            await window
        finally:
            display = self.screen if self.screen_stack else None
            if isinstance(display, Display):
                self._show_customer(display)

    async def _write_work(self) -> None:
        """What is unfinished is written as it is typed, and with it how far a shift is."""
        from data.training.shifts_morning import Morning

        await super()._write_work()
        playing = self.room.playing if self.room is not None else None
        if isinstance(playing, Morning) and not playing.over:
            playing.went_on(playing)

    def _throw(self, playing: Playing, display: Display) -> None:
        """Let happen what is due by the keys struck or the display shown."""
        if self.room is not None and (said := self.room.throw(playing, display.program)):
            display.say(said)
            self._show_customer(display)

    def open_key(self, id: str) -> None:
        """As in live work; only a lesson can be locked."""
        if id == "lock" and (self.room is None or self.room.playing is None):
            self.bell()
        else:
            super().open_key(id)

    def _every_minute(self) -> None:
        """The clock goes on; nothing locks by itself."""
        if isinstance(self.screen, Display):
            self.screen.refresh_frame()

    def _own_display(self) -> bool:
        return isinstance(self.screen, Display) and self.screen.program.startswith("TRN")

    def place(self) -> Place:
        """Where the cursor is."""
        from data.training.recorder import Place
        from screens.panel import Panel

        display, panel = self.screen, self.focused
        program = display.program if isinstance(display, Display) else ""
        if not isinstance(panel, Panel):
            return Place(program)
        name = panel.current
        kind = panel.form.fields.get(name) if panel.form is not None else None
        secret = bool(kind is not None and kind.secret)
        return Place(program, name, "" if secret else panel.texts().get(name, ""), secret)

    def report_fault(self, display: Display, sentence: str) -> None:
        """Write a refusal down, then show it as in live work."""
        if self.room is not None and self.room.playing is not None:
            self.room.playing.recorder.fault(self.place(), sentence)
        super().report_fault(display, sentence)
