"""Entering the items of a mail batch, one display for all of them, and correcting them afterwards."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data import batches, batches_entry, batches_state
from data.batches import Batch, Item
from data.batches_entry import DUPLICATED, EDIT, ENTRY, FULL
from data.forms import FormError, Look, Values
from data.money import show_cents
from data.permissions import Refused
from screens.display import Back, Cancel, Pressed, Prompt, Reply, ScannedText, Submitted
from screens.entry import EntryDisplay, fill_in, prompt
from screens.listing import Listing, fixed_rows, work_with
from screens.worklist import Column, Row

if TYPE_CHECKING:
    from screens.desk import Desk


@dataclass
class Entering:
    """What an entry display remembers from one item to the next."""

    batch: Batch
    last: Item | None = None
    stub_cents: int | None = None
    key: str = field(default_factory=lambda: uuid.uuid4().hex)

    def facts(self) -> tuple[str, ...]:
        """The batch so far and the item before, in rows."""
        before = self.last
        said = (
            f"Before: {before.account or '(none)'} {show_cents(before.amount_cents)} {before.number}" if before else ""
        )
        return tuple(row for row in (self.batch.sums(), said) if row)

    def next(self, item: Item, batch: Batch) -> None:
        """Begin the next item; its key is new."""
        self.last, self.batch, self.stub_cents, self.key = item, batch, None, uuid.uuid4().hex

    def repeated(self, name: str) -> str:
        """The text that Dup puts into a field. Raises `Refused` where nothing is repeated."""
        if self.last is None or name not in DUPLICATED:
            raise Refused("There is nothing to repeat here: no item before this one has it.")
        value = {
            "amount": self.last.amount_cents,
            "number": self.last.number,
            "payer": self.last.payer,
            "date": self.last.written_on,
        }[name]
        return ENTRY[FULL].fields[name].show(value)


async def enter(desk: Desk, batch_id: int) -> None:
    """Enter item after item until the batch balances or the clerk leaves."""
    batch = await desk.ask(batches_state.take_up, desk.store, desk.clerk_session, batch_id)
    entering = Entering(batch)
    found = await desk.ask(batches.items, desk.store, batch_id)
    entering.last = found[-1] if found else None
    display = desk.free_display(EntryDisplay)
    _blank(desk, display, entering)
    async with desk.showing(display):
        while not isinstance(reply := await desk.turn(display), Cancel | Back):
            try:
                if await _answered(desk, display, entering, reply) and entering.batch.balances:
                    return
            except FormError as error:
                display.wrong(error)
            except Refused as refusal:
                display.fault(str(refusal))


def _blank(desk: Desk, display: EntryDisplay, entering: Entering) -> None:
    """The empty form of the next item."""

    async def accept(name: str, value: Any, values: Values) -> Look | None:
        if name not in ("account", "amount", "payer"):
            return None
        return await _look(desk, entering, {**values, name: value})

    form = ENTRY[entering.batch.mode]
    display.load(form, accept=accept, look=Look(entering.facts()), listens=("more",), takes_scans=True, more_word="Dup")


async def _look(desk: Desk, entering: Entering, values: Values) -> Look:
    found = await desk.ask(batches_entry.look, desk.store, values)
    return Look((*entering.facts(), *found.lines), found.fill, found.alert)


async def _answered(desk: Desk, display: EntryDisplay, entering: Entering, reply: Reply) -> bool:
    """Act on what the clerk did; True when an item was entered."""
    if isinstance(reply, ScannedText):
        await _scan(desk, display, entering, reply.text)
    elif isinstance(reply, Prompt | Pressed):
        name = reply.name if isinstance(reply, Prompt) else display.panel.current
        if isinstance(reply, Pressed) or name in DUPLICATED:
            display.panel.set_text(name, entering.repeated(name))
        else:
            await prompt(desk, display, name)
    elif isinstance(reply, Submitted):
        await _add(desk, entering, reply.values)
        _blank(desk, display, entering)
        return True
    return False


async def _add(desk: Desk, entering: Entering, values: Values) -> None:
    session, batch_id = desk.clerk_session, entering.batch.id
    item = await desk.ask(batches.add, desk.store, session, batch_id, values, entering.key, entering.stub_cents)
    entering.next(item, await desk.ask(batches.get, desk.store, batch_id))


async def _scan(desk: Desk, display: EntryDisplay, entering: Entering, text: str) -> None:
    """A stub fills account and amount; an item already begun is never overwritten."""
    if display.panel.texts()["account"]:
        raise Refused("This item is not entered yet: Enter first, then scan the next stub.")
    texts = await desk.ask(batches_entry.scanned, desk.store, desk.clerk_session, text)
    if texts is None:
        raise Refused("That is no stub and no account barcode. Program 11.7 tries a scan.")
    for name, value in texts.items():
        display.panel.set_text(name, value)
    form = ENTRY[entering.batch.mode]
    values = {name: form.fields[name].clean(value) for name, value in texts.items()}
    entering.stub_cents = values.get("amount")
    display.panel.show_facts(await _look(desk, entering, values))
    if entering.batch.mode != FULL or "amount" not in texts:
        display.panel.move_to("amount")


async def correct(desk: Desk, batch_id: int) -> None:
    """The items of a batch: change or take out."""
    found: dict[int, Item] = {}

    async def fetch(direction: str, key: Any, count: int) -> Any:
        entered = await desk.ask(batches.items, desk.store, batch_id)
        found.update({item.n: item for item in entered})
        rows = [Row(item.n, _cells(item)) for item in entered]
        return await fixed_rows(rows)(direction, key, count)

    async def act(option: str, row: Row) -> None:
        if option == "4":
            await desk.ask(batches.remove, desk.store, desk.clerk_session, batch_id, int(row.key))
        else:
            await change(desk, batch_id, found[int(row.key)])

    columns = (
        Column("Item", 4, "right"),
        Column("Account", 9),
        Column("Name", 22),
        Column("Check", 10),
        Column("Amount", 11, "right"),
        Column("Exception", 12),
    )
    listing = Listing(
        "BAT021", "Items of the batch", columns, fetch, (("2", "Change"), ("4", "Take out")), default="2",
        empty="Nothing was entered yet.",
    )  # fmt: skip
    await work_with(desk, listing, act)


def _cells(item: Item) -> tuple[str, ...]:
    who = item.payer or item.customer
    mark = item.exception or ("same check" if item.check_n != item.n else "")
    return (str(item.n), item.account, who, item.number, show_cents(item.amount_cents), mark)


async def change(desk: Desk, batch_id: int, item: Item) -> None:
    form = ENTRY[EDIT]
    values = {
        "account": item.account or None,
        "amount": item.amount_cents,
        "number": item.number,
        "same": item.check_n != item.n,
        "kind": item.kind,
        "date": item.written_on,
        "payer": item.payer,
        "exception": item.exception,
        "note": item.note,
    }

    async def do(values: Values, _: object) -> bool:
        await desk.ask(batches.change, desk.store, desk.clerk_session, batch_id, item.n, values)
        return True

    async def accept(name: str, value: Any, values: Values) -> Look:
        return await desk.ask(batches_entry.look, desk.store, {**values, name: value})

    texts = {name: kind.show(values[name]) for name, kind in form.fields.items()}
    await fill_in(desk, form, do, texts, accept=accept, cursor="account")
