"""One clerk's till: a menu of what can be paid for, its forms, the tenders, and the next customer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from data import corrections, ledger, works
from data.fields import Account, FieldError
from data.find import is_receipt_number
from data.forms import FormError, Look, Values
from data.ledger import Item
from data.permissions import Refused
from data.services import Service
from data.tenders import KINDS
from screens import programs
from screens.basket import Basket, basket_rows, texts_of
from screens.board import Answer, Board, BoardDisplay, Option, select
from screens.commands import execute
from screens.display import ExitToMenu, Pressed, ScannedText, SignedOff
from screens.entry import EntryDisplay, fill_in
from screens.find import find_anything
from screens.lines import Line as Row
from screens.tender import Settlement, take_tenders

if TYPE_CHECKING:
    from screens.desk import Desk


class Till:
    """The flow of one clerk's payments: a menu of services, their forms, the tenders, and the next customer."""

    def __init__(self, desk: Desk, basket: Basket | None = None) -> None:
        self.desk = desk
        self.basket = basket or Basket()
        self.tender = ""
        """A tender typed with its transaction: it stands ready on the tender display, and Enter takes it."""
        self.services = {service.code: service for service in desk.catalog.services}

    def begin(self) -> None:
        """Begin with the next customer; what is written from now on is no longer the payment before."""
        self.basket = Basket()

    async def keep(self) -> None:
        """Write the unfinished payment to the store, as typed."""
        basket, desk = self.basket, self.desk
        if not basket.empty:
            await desk.ask(
                works.save, desk.store, desk.clerk_session, basket.key, "PAYMENT", basket.name,
                basket.payload(self.services),
            )  # fmt: skip

    async def suspend(self) -> bool:
        """F2: put the payment aside and begin with the next customer; False when there was nothing to put aside."""
        if self.basket.empty:
            return False
        await self.keep()
        name = self.basket.name
        await self.desk.ask(works.suspend, self.desk.store, self.desk.clerk_session, self.basket.key)
        self.basket = Basket()
        self.desk.notice = (f"Suspended: {name}. Option 5 takes it up.",)
        return True

    @asynccontextmanager
    async def kept_when_left(self) -> AsyncIterator[None]:
        """F3 or a sign-off in the middle puts the payment aside instead of dropping it."""
        try:
            yield
        except (ExitToMenu, SignedOff):
            await self.suspend()
            raise

    async def take_up(self) -> None:
        """Price what waits in the basket; a line that no longer fits comes back as its form, and F12 leaves it off."""
        basket = self.basket
        while basket is self.basket and basket.waiting:
            item = basket.waiting.pop(0)
            only = not basket.items and not basket.waiting
            service, straight = self.services[item["service"]], not item.get("open")
            await self.add(service, item["texts"], straight=straight, taken_up=only)

    async def take_off(self, at: int) -> None:
        """Take one item off before anything is posted, which the Z report counts; the last one gives the payment up."""
        basket, desk = self.basket, self.desk
        if len(basket.items) == 1:
            await self.discard()
            return
        cents, lines = sum(line.amount_cents for line in basket.priced[at]), len(basket.priced[at])
        del basket.items[at], basket.priced[at]
        key = f"{basket.key}:{uuid4().hex}"
        await desk.ask(corrections.cancelled, desk.store, desk.clerk_session, cents, lines, key)
        await self.keep()

    async def discard(self) -> None:
        """Give the payment up; one that had lines is counted on the Z report."""
        desk, basket = self.desk, self.basket
        if basket.lines:
            await desk.ask(
                corrections.cancelled, desk.store, desk.clerk_session, basket.total_cents, len(basket.lines), basket.key
            )
        await desk.ask(works.discard, desk.store, desk.clerk_session, basket.key)
        self.basket = Basket()

    async def refresh(self) -> None:
        """Price all lines again from the store."""
        desk = self.desk
        self.basket.priced = [
            await desk.ask(ledger.preview, desk.store, desk.clerk_session, desk.catalog, [item])
            for item in self.basket.items
        ]

    async def add(
        self,
        service: Service,
        texts: dict[str, str] | None = None,
        *,
        straight: bool = False,
        taken_up: bool = False,
    ) -> bool:
        """One more line; False when the clerk gave up.

        `straight` takes complete texts without showing the form; where they do not fit, the form says why.
        What was `taken_up` again is put aside, not dropped, when the clerk leaves it.
        """
        desk, basket = self.desk, self.basket
        desk.clerk_session.require(service.permission)
        desk.notice = ()  # the change of the customer before must not stand there for this one
        basket.open_service, basket.open_title, basket.open_texts = service.code, service.title, dict(texts or {})

        async def do(values: Values, _: object) -> bool:
            item = Item(service.code, values)
            await desk.ask(ledger.preview, desk.store, desk.clerk_session, desk.catalog, [*basket.items, item])
            basket.items.append(item)
            basket.open_service, basket.open_texts = "", {}
            await self.refresh()
            await self.keep()
            return True

        async def accept(name: str, value: Any, values: Values) -> Look:
            look = await desk.ask(service.look, desk.store, desk.clerk_session, {**values, name: value})
            return look

        def typed(texts: dict[str, str]) -> None:
            basket.open_texts = texts
            desk.keep_soon(self.keep)

        async def suspend(_: EntryDisplay) -> bool | None:
            raise Suspended

        wrong = await self._straight(service, texts or {}, do) if straight else None
        if straight and wrong is None:
            return True
        if texts:
            desk.keep_soon(self.keep)
        look = await self._look(service, texts or {})
        filled = {**service.form.opening(), **look.fill, **{k: v for k, v in (texts or {}).items() if v}}
        touched = {name for name, text in (texts or {}).items() if text}
        stops = [name for name, kind in service.form.fields.items() if kind.is_stop]
        cursor = next((name for name in stops if name not in touched), stops[-1]) if touched and stops else None
        try:
            done = await fill_in(
                desk, service.form, do, filled if texts else None, accept=accept, look=look if texts else None,
                keys={"suspend": suspend}, typed=typed, touched=touched, cursor=cursor,
                scanned=partial(self._scanned_into, service), wrong=wrong,
            )  # fmt: skip
        except Suspended:
            await self.suspend()
            return False
        if done is None and taken_up:
            await self.suspend()
            return False
        if done is None:
            basket.open_service, basket.open_texts = "", {}
            if not basket.items:
                await self.discard()
        return bool(done)

    async def _straight(self, service: Service, texts: dict[str, str], do: Any) -> FormError | None:
        """Take complete texts as they are; what is wrong with them, None when nothing is."""
        look = await self._look(service, texts)
        try:
            await do(service.form.clean({**service.form.opening(), **look.fill, **texts}), None)
        except FormError as error:
            return error
        return None

    async def _look(self, service: Service, texts: dict[str, str]) -> Look:
        if not any(texts.values()):
            return Look()
        values: Values = {}
        for name, text in {**service.form.opening(), **texts}.items():
            try:
                values[name] = service.form.fields[name].clean(text)
            except FieldError:
                values[name] = None
        desk = self.desk
        try:
            return await desk.ask(service.look, desk.store, desk.clerk_session, values)
        except (FormError, Refused):
            return Look()

    async def settle(self) -> None:
        """Take the tenders and post; afterwards the basket is empty."""
        settlement = Settlement(self.desk, self)
        while self.basket.items:
            line, self.tender = self.tender, ""
            outcome = await take_tenders(settlement, line)
            if outcome == "more":
                await self.choose()
            elif outcome == "suspended":
                await self.suspend()
                return
            elif outcome == "posted" or await self.give_up():
                return
            else:
                settlement.kept = True

    async def give_up(self) -> bool:
        """Ask whether an unfinished payment is to be dropped; True when it was."""
        desk = self.desk
        display = desk.free_display(BoardDisplay)
        display.load(Board("PAY900", "Leave this payment", above=self.summary()))
        async with desk.showing(display):
            if not await display.confirm("Give this payment up? Nothing has been posted."):
                return False
        await self.discard()
        return True

    def summary(self) -> list[Row]:
        """The lines of the payment so far."""
        return basket_rows(self.basket.lines)

    async def choose(self) -> bool:
        """The menu of services for one more line; False when the clerk went back."""
        desk = self.desk
        display = desk.free_display(BoardDisplay)
        display.load(self.board())
        async with desk.showing(display):
            while True:
                answer = await select(desk, display)
                if answer is None or answer == "/":
                    return False
                try:
                    if await self.chosen(answer):
                        return True
                    display.load(self.board())
                except (Refused, FormError) as error:
                    display.load(self.board(), answer if isinstance(answer, str) else "")
                    display.fault(str(error))

    async def chosen(self, answer: Answer) -> bool:
        """Act on what was typed or scanned on the menu of services; True when a line was added."""
        if isinstance(answer, Pressed):
            if not await self.suspend():
                await programs.run(self.desk, self.desk.directory.programs["WORK"])
            return False
        if isinstance(answer, ScannedText):
            return await self.add_scanned(answer.text)
        if not isinstance(answer, str) or not answer:
            raise Refused("Type the number of what is paid for, or scan the bill.")
        word, *rest = answer.split()
        service = next((s for s in self.desk.catalog.services if word.upper() in (str(s.number), s.code)), None)
        if service is not None:
            texts, tender = typed_parts(service, rest)
            added = await self.add(service, texts or None, straight=bool(tender))
            self.tender = tender if added else ""
            return added
        if found := await self.scanned(answer):
            return await self.add(*found)
        if found := self._account(word):
            return await self.add(*found)
        if word.isdigit():
            raise Refused(f"{word[:20]} is not on this menu.")
        if self.basket.items:
            raise Refused(f"{word[:20]} is not on this menu. Finish this receipt first, or put it aside with F2.")
        await execute(self.desk, answer)
        return False

    def _account(self, word: str) -> tuple[Service, dict[str, str]] | None:
        """The first service that is paid on an account, when the word is an account number."""
        for service in self.desk.catalog.services:
            kind = service.form.fields[service.typed[0]] if service.typed else None
            if isinstance(kind, Account):
                try:
                    return service, {service.typed[0]: kind.clean(word)}
                except FieldError:
                    return None
        return None

    async def add_scanned(self, text: str) -> bool:
        """One more line for a scanned bill; a receipt is shown. Raises `Refused` for a code that means nothing here."""
        found = await self.scanned(text)
        if found is None and is_receipt_number(text):
            await find_anything(self.desk, text)
            return False
        if found is None:
            raise Refused("That barcode is nothing that can be paid for.")
        return await self.add(*found)

    async def _scanned_into(self, service: Service, display: EntryDisplay, text: str) -> None:
        """A barcode read while a form is open fills that form when it is its own, whatever field has the cursor."""
        found = await self.scanned(text)
        if found is None or found[0].code != service.code:
            display.fault("That barcode does not belong to this form. Finish or cancel it first.")
            return
        texts = {name: value for name, value in found[1].items() if value}
        look = await self._look(service, texts)
        for name, value in {**look.fill, **texts}.items():
            display.panel.set_text(name, value)
        display.panel.show_facts(look)
        missing = next((n for n, kind in service.form.fields.items() if kind.is_stop and n not in texts), None)
        if missing:
            display.panel.move_to(missing)

    async def scanned(self, text: str) -> tuple[Service, dict[str, str]] | None:
        """The service and texts of a scanned or typed code, None when no service knows it."""
        for service in self.desk.catalog.services:
            if service.scan is None:
                continue
            values = await self.desk.ask(service.scan, self.desk.store, text)
            if values is not None:
                return service, texts_of(service, values)
        return None

    def board(self) -> Board:
        """The menu of services."""
        role = self.desk.clerk_session.clerk.role
        options = [
            Option(str(service.number), f"{service.title}")
            for service in self.desk.catalog.services
            if service.permission.allows(role)
        ]
        above: list[Row] = [Row(f"  {row}", "protected") for row in self.desk.notice] or self.summary()
        return Board(
            "PAY010",
            "Take payments",
            options,
            above=[*above, Row("")],
            help="Choose what is paid for by its number, type an account number, or scan the bill. "
            "Several lines, for several customers, may stand on one receipt.",
            listens=frozenset({"suspend"}),
            legend=("help", "suspend", "exit", "find", "tape", "command", "cancel"),
            prompt="What is paid for",
            takes_scans=True,
        )


def typed_parts(service: Service, words: list[str]) -> tuple[dict[str, str], str]:
    """The words typed behind a service's code: texts of its form, and the tender they end with, if any.

    Raises `Refused` when there are more than it takes.
    """
    at = next((n for n, word in enumerate(words) if word.upper() in KINDS), len(words))
    if at > len(service.typed):
        raise Refused(f"Too many words: {service.code} takes {', '.join(service.typed)}, then the tender.")
    return dict(zip(service.typed, words[:at], strict=False)), " ".join(words[at:])


class Suspended(Exception):
    """F2 in a form of a payment."""
