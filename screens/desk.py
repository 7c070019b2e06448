"""The application as screens know it: flows that show displays one after another, and what surrounds them.

A flow is a coroutine that shows displays and waits for the clerk's answers. While it works the gate is shut;
`turn` opens it until the clerk has answered. A key such as F7 starts a second flow on top of the first, which
waits where it is.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App

from data.permissions import Permission, Refused
from screens.display import Display, Exit, ExitToMenu, Reply, SignedOff, SignOff
from screens.keys import Keymap
from screens.themes import Palette

if TYPE_CHECKING:
    from textual.widget import Widget

    from data.catalog import Catalog
    from data.clock import Clock
    from data.police.store import PoliceStore
    from data.session import Clerk, Session
    from data.store import Store
    from data.tape import Tape
    from data.training.progress import ProgressStore, Trainee
    from data.training.reviews import Lesson
    from devices.station import Devices
    from screens.programs import Directory
    from screens.training_room import Classroom

D = TypeVar("D", bound=Display)
T = TypeVar("T")


class Desk(App[int]):
    """What a screen may ask of the application. `counter_tui.app` builds the one there is."""

    store: Store
    police: PoliceStore | None = None
    """The police store, where this station has one."""
    police_folder: str = ""
    """Where police papers go as files on a station without a documents printer; empty: nowhere."""
    purpose: str = ""
    """Why the police records of the present work are opened: the code of one of `data.police.access.PURPOSES`."""
    catalog: Catalog
    devices: Devices
    clock: Clock
    keymap: Keymap
    palette: Palette
    session: Session | None = None
    station: str = ""
    till: str = ""
    ascii_only: bool = False
    """Whether the terminal can show nothing but ASCII."""
    training: str = ""
    """The banner of a training session, empty in live work."""
    classroom: Classroom | None = None
    """Where lessons are done, in training only."""
    progress: ProgressStore | None = None
    """Where the trainees' progress is kept; None where nobody trains."""
    training_folder = "var/training"
    """Where training keeps its files, relative to the current directory."""
    course: tuple[Lesson, ...] | None = None
    """The lessons that count for the record; None for the whole course."""
    trainee: Trainee | None = None
    """Who trains; None in live work."""
    trouble: str = ""
    """Why the last session ended, shown above the sign-on."""
    banner: str = ""
    """What stands above the sign-on."""
    source: str = ""
    """The network address of the terminal; empty where it is on the station's own machine."""
    notice: tuple[str, ...] = ()
    """Rows that the next menu shows: the receipt and change of the last customer."""
    locked = False
    """Whether the lock display is on top."""
    keyboard: tuple[bool, int] = (False, 0)
    """Whether keys are refused now, and how many wait: row 24 shows it on whatever display is on top."""
    unlocks: str = ""
    """What a locked station says of its PIN; nothing where everybody has one of their own."""
    tape: Tape
    """The adding machine's tape of whoever has signed on."""
    last_command: str = ""
    """What F9 brings back."""
    directory: Directory
    """All menus and programs."""

    def __init__(self) -> None:
        super().__init__()
        self._free: dict[type[Display], list[Display]] = {}
        self._flows = 0

    # given by the application

    @abstractmethod
    def shut(self) -> None:
        """Shut the gate: a flow is at work."""

    @abstractmethod
    def let_through(self) -> None:
        """Open the gate again: a display waits for the clerk."""

    @abstractmethod
    async def ask(self, call: Callable[..., T], *args: Any, **keywords: Any) -> T:
        """Run a function of `data` where it may block, and return what it returns."""

    async def ask_police(self, call: Callable[..., T], *args: Any, **keywords: Any) -> T:
        """`ask` with the police store as the first argument. Raises `Refused` for everybody to whom it is not open."""
        from data.police import access

        return await self._ask_police(access.USE, call, *args, **keywords)

    async def ask_police_audit(self, call: Callable[..., T], *args: Any, **keywords: Any) -> T:
        """The same for the reports on who looked at whom: the auditor and the police supervisor."""
        from data.police import access

        return await self._ask_police(access.AUDIT, call, *args, **keywords)

    async def _ask_police(self, permission: Permission, call: Callable[..., T], *args: Any, **keywords: Any) -> T:
        from data.police import access

        self.clerk_session.require(permission)
        if self.police is None:
            raise Refused("This station has no police store. Its file names one under [police].")
        if warning := await self.ask(access.admit, self.police, self.clerk_session):
            self.notice = (warning,)
        return await self.ask(call, self.police, *args, **keywords)

    @abstractmethod
    def report_fault(self, display: Display, sentence: str) -> None:
        """Show an error, drop type-ahead and lock the keyboard for a moment."""

    @abstractmethod
    def wake_worker(self) -> None:
        """Tell the job worker that there is something to print."""

    @abstractmethod
    def open_key(self, id: str) -> None:
        """Start what a key that always works opens."""

    @abstractmethod
    def keep_soon(self, keep: Callable[[], Awaitable[None]]) -> None:
        """Write unfinished work after a moment without typing."""

    @abstractmethod
    def use_theme(self, name: str) -> None:
        """Change the colors of everything."""

    @abstractmethod
    async def refresh_session(self) -> None:
        """Read again which drawer the clerk has open."""

    @abstractmethod
    def plain(self, elements: list[dict[str, Any]]) -> list[str]:
        """A printed document as rows of text."""

    # frame

    def around(self) -> Iterable[Widget]:
        """Widgets that every display has between its body and its key legend."""
        return ()

    def title_parts(self, program: str, heading: str) -> dict[str, Any]:
        """The arguments of `TitleRow.show`."""
        session = self.session
        return {
            "program": program,
            "title": heading,
            "station": self.station,
            "clerk": session.clerk.initials if session else "",
            "time": f"{self.clock.now().astimezone():%H:%M}",
            "flags": self.device_flags(),
            "training": self.training,
        }

    def device_flags(self) -> tuple[str, ...]:
        """How the devices are, in short words for row 1."""
        return ()

    def train(self, clerk: Clerk) -> None:
        """Leave live work for training. Raises `Refused` where that is not offered."""
        raise Refused(f"Training is not offered here, {clerk.name}. Start it with: counter-tui train.")

    @property
    def clerk_session(self) -> Session:
        """The session of the clerk who has signed on."""
        assert self.session is not None, "no clerk has signed on"
        return self.session

    # flows

    def start(self, flow: Coroutine[Any, Any, None]) -> None:
        """Run a flow on top of what is shown; the gate is shut until it shows something of its own."""
        self.shut()
        below = self.screen
        self.run_worker(self._run(flow, below), name="flow", exit_on_error=True)

    async def _run(self, flow: Coroutine[Any, Any, None], below: Any) -> None:
        self._flows += 1
        before = self.notice
        try:
            await flow
            if self.notice and self.notice is not before and isinstance(below, Display):
                below.say(self.notice[0])
        except ExitToMenu:
            if isinstance(below, Display) and below.waiting:
                below.reply(Exit())
        except SignedOff:
            if isinstance(below, Display) and below.waiting:
                below.reply(SignOff())
        except Refused as refusal:
            if isinstance(below, Display):
                below.fault(str(refusal))
        finally:
            self._flows -= 1
            self.let_through()

    def free_display(self, kind: type[D]) -> D:
        """A display of this archetype that is not in use; it is installed once and used again."""
        free = self._free.setdefault(kind, [])
        if free:
            display = free.pop()
            assert isinstance(display, kind)
            return display
        display = kind()
        self.install_screen(display, f"{kind.__name__}-{id(display)}")
        return display

    @asynccontextmanager
    async def showing(self, display: D) -> AsyncIterator[D]:
        """Put a display on top for as long as the block runs."""
        await self.push_screen(display)
        try:
            yield display
        finally:
            await self._take_down(display)
            self._free.setdefault(type(display), []).append(display)

    async def _take_down(self, display: Display) -> None:
        if self.is_running and display in self.screen_stack:
            while self.screen is not display:
                await self.pop_screen()
            await self.pop_screen()

    async def turn(self, display: Display) -> Reply:
        """The clerk's answer to a display. Raises `ExitToMenu` on F3."""
        self.let_through()
        reply = await display.turn()
        if isinstance(reply, Exit):
            raise ExitToMenu
        if isinstance(reply, SignOff):
            raise SignedOff
        return reply

    async def confirm(self, question: str) -> bool:
        """Ask a yes or no on the message row of what is shown."""
        display = self.screen
        return isinstance(display, Display) and await display.confirm(question)

    async def approved(self, action: Callable[[Any], Awaitable[T]]) -> T | None:
        """Do something that may need another person's approval; None when the clerk gave that up.

        `action` is called with None, and again with the `Approval` when the rules ask for one.
        """
        try:
            return await action(None)
        except Refused as refusal:
            if not refusal.approval:
                raise
            from screens.approval import approve

            approval = await approve(self, refusal)
            return None if approval is None else await action(approval)
