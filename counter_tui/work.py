"""What the application does behind the sign-on: one clerk's work, the job worker, and the flows of its keys."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from counter_tui.device_side import DeviceSide
from counter_tui.worker import JobWorker, StoreQueue
from data import account_review, banned, drawers_state, preferences, users
from data.permissions import Refused
from data.police.access import leave
from data.signon import banner
from data.tape import Tape
from devices.plain import render_text
from screens.cashier import pay_scanned
from screens.display import ExitToMenu, SignedOff
from screens.find import find_anything
from screens.menus import directory, show_menu
from screens.programs import flow_at
from screens.works import take_up_unfinished

if TYPE_CHECKING:
    from counter_tui.app import CounterApp

RECEIPT_COLUMNS = 42
KEY_FLOWS = {
    "find": "find.find_anything",
    "tape": "tape.adding_machine",
    "command": "commands.command_line",
    "incident": "incidents.report",
}
"""What a key that always works opens; the lock is the application's own."""


class Work:
    """One station at work, from the moment its parts are there."""

    def __init__(self, app: CounterApp) -> None:
        self.app = app
        self.directory = directory(app.catalog)
        self.device_side = DeviceSide(app, self._tell)
        self._worker: JobWorker | None = None

    # starting and ending

    async def start(self) -> None:
        """Open the store and take up the devices and what waits for them. Raises `StoreError`."""
        app = self.app
        await app.call(self._open_store)
        app.banner = await app.call(banner, app.store, app.clock.today())
        self.device_side.start()
        self.start_printing()

    def start_printing(self) -> None:
        """Take the jobs of the application's store to the devices, from a thread of its own."""
        app = self.app
        self._worker = JobWorker(
            StoreQueue.connector(app.store, app.station),
            app.devices,
            lambda job, outcome: self._tell(self.device_side.verdict, job, outcome),
            on_recovered=lambda left: self._tell(self._left_over, left),
            on_store_error=lambda sentence: self._tell(self._worker_trouble, sentence),
        )
        self._worker.start()

    def stop_printing(self) -> None:
        """Take no more jobs; the one in hand is finished."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def _open_store(self) -> None:
        """Open the store in the thread that uses it, unless the caller has."""
        store = self.app.store
        if store.db.is_closed():
            store.open()
        store.require_current()
        if (police := self.app.police) is not None:
            if police.db.is_closed():
                police.open()
            police.require_current()

    def stop(self) -> None:
        """Let devices and jobs rest; called after the application has ended."""
        self.device_side.stop()
        self.stop_printing()

    def _tell(self, call: Callable[..., None], *args: Any) -> None:
        """From another thread into the application's, without waiting."""
        loop = self.app.loop
        if not loop.is_closed():
            loop.call_soon_threadsafe(call, *args, context=self.app.own_context)

    # one clerk

    async def attend(self) -> None:
        """Let the clerk who has signed on work, until they sign off."""
        app = self.app
        app.notice, app.trouble, app.tape, app.purpose, app.last_command = (), "", Tape(), "", ""
        try:
            await self.refresh_session()
            app.notice = await app.ask(self._warnings)
            app.use_theme(await app.ask(preferences.theme, app.store, app.session) or app.config.screen.theme)
            with suppress(ExitToMenu):
                await take_up_unfinished(app)
            await show_menu(app, None)
        except (SignedOff, ExitToMenu):
            pass
        except Refused as refusal:
            app.trouble = str(refusal)
        with suppress(Refused):
            await app.ask(users.sign_off, app.store, app.session)
            if app.police is not None:
                await app.ask(leave, app.police, app.session)

    def _warnings(self) -> tuple[str, ...]:
        """What is overdue and this clerk's to see to."""
        store, session = self.app.store, self.app.clerk_session
        found = (look(store, session, session.clock.today()) for look in (banned.warning, account_review.warning))
        return tuple(filter(None, found))

    async def refresh_session(self) -> None:
        """Read again which drawer the clerk has open."""
        app, session = self.app, self.app.clerk_session
        found = await app.ask(drawers_state.open_drawer_of, app.store, session.clerk.id)
        if found is not None:
            drawers_state.take_up(session, found)
        else:
            session.drawer_id, session.till, session.business_date = None, "", app.clock.today()

    def flow(self, id: str) -> Coroutine[Any, Any, None]:
        """What a key that always works opens."""
        if id == "lock":
            return self.app.lock_station()
        return flow_at(KEY_FLOWS[id])(self.app)

    async def scan(self, text: str) -> None:
        """Pay what a barcode is the bill of, or find what it names."""
        if not await pay_scanned(self.app, text):
            await find_anything(self.app, text)

    # devices

    def wake(self) -> None:
        """There is something to print."""
        if self._worker is not None:
            self._worker.wake()

    def plain(self, elements: list[dict[str, Any]]) -> list[str]:
        """A printed document as rows of text."""
        return render_text(elements, RECEIPT_COLUMNS)

    def _left_over(self, left: Sequence[Any]) -> None:
        words = "1 print job needs" if len(left) == 1 else f"{len(left)} print jobs need"
        self.app.say(f"{words} a look: option 4.3.", error=False)
        for job in left:
            if job.state == "UNKNOWN":
                self.device_side.ask(job)

    def _worker_trouble(self, sentence: str | None) -> None:
        if sentence:
            self.app.say(f"Printing waits: {sentence}", error=False)
