"""The classroom: it puts the trainee into a practice city for a lesson, and keeps what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from counter_tui.training_parts import TrainingParts, Who
from counter_tui.training_shift import ShiftRoom
from data.clock import local_time
from data.permissions import Refused
from data.store import Store
from data.tape import Tape
from data.training import klm, progress, reviews, scoring
from data.training.attempt import Attempt
from data.training.beyond import beyond_repair
from data.training.beyond_police import final_mistake
from data.training.events import DROPPED_LINE, PAPER_OUT
from data.training.lesson import Lesson
from data.training.numbers_drawn import LessonError
from data.training.playing import Playing
from data.training.practice import Practice, begin
from data.training.recorder import Recorder
from data.training.setup import STATION, TRAINEE, signed_on
from data.training.shifts_morning import Morning
from screens.display import Display, ExitToMenu, SignedOff
from screens.menus import MENUS, directory, show_menu
from screens.programs import Directory
from screens.training import classroom_programs, show_dropped
from screens.training_window import LESSON
from screens.works import take_up_unfinished

if TYPE_CHECKING:
    from counter_tui.training_app import TrainingApp
    from data.police.store import PoliceStore
    from data.session import Session
    from data.training.progress import ProgressStore, Trainee
    from data.training.scoring import Score

MAKING_POLICE = "The practice police desk is being made. It takes a few seconds."
PATIENCE = 50
"""How often, every 20 ms, the printer is looked at before a lesson is closed."""


class Room:
    """See `screens.training.Classroom`. Made and used in the application's thread."""

    def __init__(self, app: TrainingApp, parts: TrainingParts, who: Who, kept: ProgressStore) -> None:
        self.app, self.parts, self.who, self.kept = app, parts, who, kept
        self.course, self.left_out = parts.lessons, parts.left_out
        self.playing: Playing | None = None
        self.dropped = False
        """Whether the line has dropped, as far as the lesson goes."""
        self._open_works: list[int] = []
        self.trainee: Trainee = progress.trainee(kept, who.number, who.name)
        app.trainee = self.trainee
        self.lesson_directory = directory(parts.catalog).with_(LESSON)
        app.directory = Directory(MENUS, classroom_programs())
        session = signed_on(app.store, app.clock, TRAINEE, STATION)
        clerk = replace(session.clerk, number=who.number, name=who.name, role=who.role, initials=initials(who))
        session.clerk = clerk
        app.session, app.tape = session, Tape()
        self.shifts = ShiftRoom(self)

    # what the trainee sees of the course

    async def states(self) -> dict[str, str]:
        """See `Classroom`."""
        due, seen = reviews.due(self.kept, self.trainee), progress.seen(self.kept, self.trainee)
        today = self._today()
        states = {one: "seen" if one in seen else "" for one in (lesson.id for lesson in self.course)}
        states |= {lesson: local_time(when)[:5] for lesson, when in due.items() if lesson in states}
        return states | dict.fromkeys(today.new, "new") | dict.fromkeys(today.reviews, "review")

    async def today(self) -> str:
        """See `Classroom`."""
        return self._today().sentence

    def _today(self) -> reviews.Today:
        known = reviews.terms(self.app.store, self.app.clock.today())
        return reviews.today(self.kept, self.trainee, self.course, known)

    # lessons

    async def practise(self, lesson: Lesson, seed: int = 0) -> tuple[Attempt, Score]:
        """See `Classroom`. Raises `Refused` for a lesson that cannot be set up."""
        progress.saw(self.kept, self.trainee, lesson.id)
        seed = seed or progress.next_seed(self.kept, self.trainee, lesson.id)
        hints = 0
        if lesson.police:
            await self.make_police()
        while True:
            with self._lesson(lesson, seed) as playing:
                for _ in range(hints):
                    playing.hint()
                await self.work()
                await self.printed()
                playing.given_up = not playing.reached and not self.is_spoiled(playing)
                attempt = playing.finish()
                model, hints = playing.practice.keys, playing.hints
            if not playing.again:
                return attempt, self._graded(lesson, attempt, model)
            if attempt.fields:
                self._kept(attempt, model)

    async def make_police(self) -> None:
        """Make the practice police desk unless it is there; it takes seconds, and row 24 says so."""
        rooms, display = self.parts.rooms, self.app.screen
        if rooms.has_police:
            return
        if isinstance(display, Display):
            display.show_message("", MAKING_POLICE, "busy")
        await self.app.loop.run_in_executor(None, rooms.prepare_police)
        if isinstance(display, Display):
            display.clear_message()

    def is_spoiled(self, playing: Playing) -> bool:
        """Whether something has been posted in a lesson that cannot be made good; a shift goes on all the same."""
        if isinstance(playing, Morning):
            return False
        practice = playing.practice
        ground, goal = practice.ground, practice.lesson.goal
        return bool(beyond_repair(ground, goal)) or final_mistake(ground, goal)

    async def work(self, *, resumed: bool = False) -> None:
        """The trainee works until the lesson is over; after a dropped line what was unfinished is offered again."""
        app = self.app
        while True:
            try:
                with suppress(ExitToMenu):
                    if resumed:
                        await take_up_unfinished(app)
                await show_menu(app, None)
            except SignedOff:
                if not self.dropped:
                    return
                self.dropped, resumed = False, True
                self._cut_off()
                await show_dropped(app)
                app.session = signed_on(app.store, app.clock, TRAINEE, STATION)
                await app.refresh_session()

    def line_drops(self) -> None:
        """Remember what is unfinished: a real line leaves no time to put it aside."""
        rows = self.app.store.rows("SELECT id FROM works WHERE state = 'ACTIVE'")
        self._open_works = [int(id) for (id,) in rows]

    def _cut_off(self) -> None:
        """What was unfinished is found as after a line that really dropped."""
        for id in self._open_works:
            self.app.store.run("UPDATE works SET state = 'ACTIVE' WHERE id = ?", id)

    async def printed(self) -> None:
        """Let the practice printer finish, which takes no time, before the city is taken away from under it."""
        waiting = "SELECT 1 FROM jobs WHERE state IN ('WAITING', 'STARTED') LIMIT 1"
        for _ in range(PATIENCE):
            if self.app.store.value(waiting) is None:
                return
            await asyncio.sleep(0.02)

    @contextmanager
    def _lesson(self, lesson: Lesson, seed: int) -> Iterator[Playing]:
        """The application moved into a fresh practice city, and back."""
        rooms = self.parts.rooms
        with ExitStack() as closing:
            closing.callback(rooms.drop, "lesson")
            store = Store(rooms.copy("lesson"), self.app.clock).open()
            closing.callback(store.close)
            police = closing.enter_context(rooms.police("lesson", store)) if lesson.police else None
            practice = self._begin(store, lesson, seed, police)
            playing = Playing(practice, Recorder(lesson.id, seed, practice.expected))
            with self.moved(store, practice.session, playing, police):
                yield playing

    @contextmanager
    def moved(
        self, store: Store, session: Session, playing: Playing, police: PoliceStore | None = None
    ) -> Iterator[None]:
        """The application works in another city, on its clock, with a lesson in hand; and goes back."""
        app = self.app
        before = (app.store, app.session, app.directory, app.tape, app.clock)
        app.work.stop_printing()
        app.store, app.session, app.clock = store, session, store.clock
        app.directory, app.tape, app.notice = self.lesson_directory, Tape(), ()
        app.work.start_printing()
        app.police, app.purpose = police, ""
        self.dropped, self.playing = False, playing
        try:
            yield
        finally:
            self.playing = None
            app.police, app.purpose = None, ""
            app.work.stop_printing()
            self.put_paper()
            self.parts.practice.drawer.till.push_in()
            app.store, app.session, app.directory, app.tape, app.clock = before
            app.work.start_printing()

    def _begin(self, store: Store, lesson: Lesson, seed: int, police: PoliceStore | None) -> Practice:
        try:
            return begin(store, self.parts.catalog, self.app.clock, lesson, seed, self.who.name, police)
        except LessonError as error:
            raise Refused(f"{lesson.file or lesson.id} cannot begin: {error}") from error

    def _kept(self, attempt: Attempt, model: list[str]) -> Score:
        """The score of an attempt, kept with it."""
        store, today = self.app.store, self.app.clock.today()
        score = scoring.score(attempt, model, klm.operators(store, today), scoring.bars(store, today))
        progress.keep(self.kept, self.trainee, attempt, score)
        return score

    def _graded(self, lesson: Lesson, attempt: Attempt, model: list[str]) -> Score:
        """As `_kept`; its grade says when the lesson comes again."""
        score = self._kept(attempt, model)
        terms = reviews.terms(self.app.store, self.app.clock.today())
        reviews.grade(self.kept, self.trainee, lesson.id, score.grade, terms)
        return score

    # what is thrown in

    def throw(self, playing: Playing, program: str) -> str:
        """Let happen what is due; what is heard of it."""
        found = playing.happens(program)
        kinds = {event.kind for event in found}
        if PAPER_OUT in kinds:
            self.parts.practice.printer.take_paper()
        self.dropped = self.dropped or DROPPED_LINE in kinds
        return " ".join(playing.practice.drawn.text(event.says) for event in found)

    def put_paper(self) -> bool:
        """See `Classroom`."""
        printer = self.parts.practice.printer
        was_out = printer.problem() is not None or not printer.has_paper
        printer.put_paper()
        return was_out


def initials(who: Who) -> str:
    """The initials of a name, three at most."""
    return "".join(word[0] for word in who.name.split())[:3].upper()
