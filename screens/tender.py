"""How a payment is paid: any mix of tenders, exact cash by one key, then posted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from data import ledger, stamps, tenders, works
from data.forms import FormError, Look, Values
from data.ledger import Receipt
from data.ledger_tenders import change_limit
from data.money import parse_cents, show_cents
from data.permissions import Refused
from data.tenders import CHECK, KINDS, WHOLE, Tender, TenderKind
from devices.display import Amount, Label
from devices.micr import CheckLine
from screens.basket import words_of
from screens.board import Answer, Board, BoardDisplay, select
from screens.digits import tall
from screens.display import CheckScanned, Pressed, Prompt, ScannedText
from screens.entry import EntryDisplay, fill_in
from screens.lines import Line as Row

if TYPE_CHECKING:
    from screens.desk import Desk
    from screens.till import Till

Outcome = Literal["posted", "more", "suspended", "back"]
MORE, TAKE_OFF, LANGUAGE = "7", "8", "9"
OTHER_ROWS = 12
"""Rows of the display that belong to neither basket nor tenders."""


class Settlement:
    """The tenders of one payment so far."""

    def __init__(self, desk: Desk, till: Till) -> None:
        self.desk = desk
        self.till = till
        self.tenders: list[Tender] = []
        self.doubted_cents = 0
        self.kept = False
        """Whether the clerk has just said not to give the payment up: an Enter behind that answer pays nothing."""
        self.typed: dict[str, dict[str, str]] = {}
        """What stood in each tender's form, so that a refused check need not be typed again."""
        self.read: CheckLine | None = None
        """The check that was last put through the reader."""

    @property
    def due_cents(self) -> int:
        """What remains to be paid."""
        return self.till.basket.total_cents - sum(tender.amount_cents for tender in self.tenders)

    def board(self) -> Board:
        """The payment, its tenders so far, and what may be typed."""
        rows = self.till.summary()
        room = max(4, self.desk.size.height - OTHER_ROWS - len(self.tenders)) - 1
        if len(rows) > room:
            rows = [Row(f"    … {len(rows) - room} earlier rows", "label"), *rows[-room:]]
        for tender in self.tenders:
            text = f"    paid: {tenders.title(tender.kind)} {tender.number}"
            rows.append(Row(f"{text[:64]:<64}{show_cents(tender.tendered_cents):>12}", "protected"))
        language = "Español" if self.till.basket.language == "en" else "English"
        kinds = [f"{kind.number} {kind.title}" for kind in tenders.KINDS.values()]
        below = [
            Row(f"    {'Due':<60}{show_cents(self.due_cents):>12}", "title"),
            Row(""),
            Row("  Enter alone takes the exact amount in cash. Or type the cash handed over, or:"),
            Row(""),
            *(Row("   " + "".join(f"{title:<25}" for title in kinds[at : at + 3])) for at in range(0, len(kinds), 3)),
            Row(f"   {MORE + ' Another line':<25}{TAKE_OFF + ' Take a line off':<25}{LANGUAGE} Receipt in {language}"),
        ]
        return Board(
            "PAY020",
            "Tender",
            above=rows,
            below=below,
            prompt="Tender or cash",
            listens=frozenset({"suspend", "new", "more"}),
            new_word="Line",
            more_word="Lang",
            legend=("help", "suspend", "exit", "new", "find", "tape", "more", "cancel"),
            help=HELP,
            takes_scans=True,
            takes_checks=True,
        )

    async def add(self, text: str) -> None:
        """One more tender from what was typed. Raises `Refused` or `FormError`."""
        word, *rest = text.split() or [""]
        kind = next((k for k in tenders.KINDS.values() if word.upper() in (k.code, str(k.number))), None)
        if kind is not None:
            await self._of_kind(kind, rest)
            return
        if not word:
            cents = self.due_cents
        else:
            try:
                cents = parse_cents(text)
            except ValueError:
                raise Refused("Type the cash handed over, or the number of a tender: 2 is a check.") from None
        if cents <= 0:
            raise Refused("Type the cash handed over, or the number of a tender: 2 is a check.")
        self.tenders.append(tenders.from_values(tenders.CASH, {"amount": cents}, self.due_cents))

    async def check(self, line: CheckLine) -> None:
        """A check that was put through the reader: its form, with what the check says of itself."""
        self.read = line
        self.typed[CHECK] = {**tenders.opening(CHECK, self.due_cents), **check_texts(line)}
        await self._of_kind(KINDS[CHECK], [])

    async def _check_read(self, display: EntryDisplay, line: CheckLine) -> None:
        self.read = line
        for name, text in check_texts(line).items():
            display.panel.set_text(name, text)

    def _with_account(self, tender: Tender) -> Tender:
        """The tender with the account that was read, of which only a keyed mark is kept; it is never shown."""
        read, detail = self.read, tender.detail
        if tender.kind != CHECK or read is None or detail.get("bank_account"):
            return tender
        same = (tender.number, detail.get("routing")) == (read.number or tender.number, read.routing)
        return replace(tender, detail={**detail, "bank_account": read.account}) if same else tender

    async def _of_kind(self, kind: TenderKind, words: list[str]) -> None:
        """A tender from its form; typed words fill its fields in order, and a form they complete is not shown."""
        names = [*kind.typed, *(["amount"] if "amount" not in kind.typed else [])]
        opening = self.typed.get(kind.code) or tenders.opening(kind.code, self.due_cents)
        if len(words) > len(names):
            raise Refused(f"Too many words: {kind.code} takes {', '.join(names)}.")
        texts = {**opening, **dict(zip(names, words, strict=False))}
        missing: FormError | None = None
        if words:
            try:
                self.tenders.append(tenders.from_values(kind.code, kind.form.clean(texts), self.due_cents))
                return
            except FormError as error:
                missing = error

        async def do(values: Values, _: object) -> Tender:
            self.typed[kind.code] = {name: field.show(values[name]) for name, field in kind.form.fields.items()}
            return self._with_account(tenders.from_values(kind.code, values, self.due_cents))

        look = Look((f"Due {show_cents(self.due_cents)}",))
        reads = self._check_read if kind.code == CHECK else None
        tender = await fill_in(self.desk, kind.form, do, texts, look=look, check_read=reads, wrong=missing)
        if tender is not None:
            self.tenders.append(tender)

    async def take_off(self) -> None:
        """Remove an item with all its lines, or a tender, before anything is posted."""
        from screens.listing import Listing, fixed_rows, pick
        from screens.worklist import Column
        from screens.worklist import Row as ListRow

        basket = self.till.basket
        rows = [
            ListRow(
                ("item", at),
                (" + ".join(map(words_of, lines)), show_cents(sum(line.amount_cents for line in lines))),
            )
            for at, lines in enumerate(basket.priced)
        ]
        rows += [
            ListRow(("tender", at), (f"paid: {tenders.title(t.kind)} {t.number}", show_cents(t.tendered_cents)))
            for at, t in enumerate(self.tenders)
        ]
        columns = (Column("Line", 56), Column("Amount", 14, "right"))
        row = await pick(self.desk, Listing("PAY030", "Take off which?", columns, fixed_rows(rows), pick=True))
        if row is None:
            return
        what, at = row.key
        if what == "tender":
            del self.tenders[at]
        else:
            await self.till.take_off(at)
            if self.due_cents < 0:
                self.tenders.clear()
                raise Refused("More was taken than is left to pay: take the tenders again.")

    async def post(self) -> Receipt | None:
        """Post the payment; None when an approval that it needs was not given."""
        desk, basket = self.desk, self.till.basket
        session = desk.clerk_session

        async def post(approval: Any) -> Receipt:
            return await desk.ask(
                ledger.post, desk.store, session, desk.catalog, basket.items, self.tenders, basket.key,
                payer=basket.payer, language=basket.language, approval=approval,
            )  # fmt: skip

        receipt = await desk.approved(post)
        if receipt is not None:
            self.till.begin()
            self._show_paid(receipt)
            await desk.ask(works.done, desk.store, session, basket.key)
            if desk.devices.prints_slips and any(tender.kind in WHOLE for tender in receipt.tenders):
                await desk.ask(stamps.endorse, desk.store, session, receipt.journal_id)
            desk.wake_worker()
            desk.notice = tuple(posted_rows(receipt, ascii_only=desk.ascii_only))
        return receipt

    def show_due(self) -> None:
        """Let the customer see the total and what remains due."""
        total = self.till.basket.total_cents
        due = [Amount(Label.DUE, self.due_cents)] if self.due_cents != total else []
        self.desk.devices.display.show(Amount(Label.TOTAL, total), *due)

    def _show_paid(self, receipt: Receipt) -> None:
        """Let the customer see the total and the change."""
        self.desk.devices.display.show(
            Amount(Label.TOTAL, receipt.total_cents), Amount(Label.CHANGE, receipt.change_cents)
        )


def check_texts(line: CheckLine) -> dict[str, str]:
    """The fields of a check's form that its magnetic line fills."""
    number = {"number": line.number} if line.number else {}
    return {**number, "routing": line.routing, "last4": line.account[-4:]}


HELP = """Enter alone takes the exact amount in cash. An amount is cash handed over: 20000 is 200.00, and the change is
shown. One digit chooses another tender: 2 then Enter asks for the check. A whole tender may be typed: CK 1021.

Several tenders may be mixed; each takes what remains due unless a smaller amount is typed. Change is given from cash
only.

7 or F6 adds another line to the receipt, 8 takes a line or tender off, 9 or F11 changes the receipt's language."""


def posted_rows(receipt: Receipt, *, ascii_only: bool = False) -> list[str]:
    """What the clerk sees after posting: the receipt number and, three rows high, the change."""
    tendered = sum(tender.tendered_cents for tender in receipt.tenders)
    again = " (already posted before)" if receipt.repeated else ""
    first = f"Receipt {receipt.number} posted{again}.  Total {show_cents(receipt.total_cents)}"
    first += f"  Received {show_cents(tendered)}"
    if not receipt.change_cents:
        return [first, "No change."]
    first += f"  Change {show_cents(receipt.change_cents)}"
    top, middle, bottom = tall(show_cents(receipt.change_cents), ascii_only=ascii_only)
    return [first, f"          {top}", f"CHANGE    {middle}", f"          {bottom}"]


async def take_tenders(settlement: Settlement, line: str = "") -> Outcome:
    """Show what is due until it is paid and posted, or the clerk wants something else.

    `line` is a tender typed with the transaction; it stands ready and Enter posts it.
    """
    desk = settlement.desk
    display = desk.free_display(BoardDisplay)
    display.load(settlement.board(), line)
    async with desk.showing(display):
        while True:
            settlement.show_due()
            answer = await select(desk, display)
            try:
                outcome = await _act(settlement, answer)
            except (Refused, FormError) as error:
                display.load(settlement.board(), answer if isinstance(answer, str) else "")
                display.fault(str(error))
                continue
            if outcome is not None:
                return outcome
            display.load(settlement.board())


async def _act(settlement: Settlement, answer: Answer) -> Outcome | None:
    """Do what was typed; the outcome when the display is done with."""
    basket = settlement.till.basket
    if answer is None or answer == "/":
        return "back"
    key = answer.id if isinstance(answer, Pressed) else ""
    if key == "suspend":
        return "suspended"
    if key == "new" or answer == MORE:
        return "more"
    if isinstance(answer, ScannedText):
        await settlement.till.add_scanned(answer.text)
        return None
    if isinstance(answer, CheckScanned):
        await settlement.check(answer.line)
        return await _settle(settlement)
    if key == "more" or answer == LANGUAGE:
        basket.language = "es" if basket.language == "en" else "en"
        return None
    if isinstance(answer, Prompt):
        raise Refused("Type the cash handed over, or a tender's number from the rows above.")
    if answer == TAKE_OFF:
        await settlement.take_off()
        return None if settlement.till.basket.items else "more"
    return await _pay(settlement, str(answer))


async def _pay(settlement: Settlement, text: str) -> Outcome | None:
    kept, settlement.kept = settlement.kept, False
    if kept and not text:
        raise Refused(f"The payment goes on. Enter again takes {show_cents(settlement.due_cents)} in cash.")
    if settlement.due_cents > 0 or text:
        await settlement.add(text)
    return await _settle(settlement)


async def _settle(settlement: Settlement) -> Outcome | None:
    """Post when the tenders cover what is due."""
    if settlement.due_cents > 0 or not settlement.tenders:
        return None
    try:
        await _doubt_change(settlement)
        if await settlement.post() is not None:
            return "posted"
    except (Refused, FormError) as error:
        settlement.tenders[-1:] = []
        if isinstance(error, FormError):
            raise Refused(f"A line no longer fits, take it off (8): {error}") from error
        raise
    settlement.tenders[-1:] = []
    return None


async def _doubt_change(settlement: Settlement) -> None:
    """Refuse more change than the setting `tender.change_ask` once: an account number may stand for cash.

    A refusal drops type-ahead, as no question would; what was typed stays, and Enter again takes it.
    """
    desk, total = settlement.desk, settlement.till.basket.total_cents
    change = sum(tender.tendered_cents for tender in settlement.tenders) - total
    if change <= 0 or change == settlement.doubted_cents:
        return
    if change > await desk.ask(change_limit, desk.store, desk.clerk_session.business_date):
        settlement.doubted_cents = change
        raise Refused(f"The change would be {show_cents(change)}. Enter again if the cash is right.")
