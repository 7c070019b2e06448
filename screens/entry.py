"""The entry archetype: one declared form, what is known about it, and one answer when all of it is right."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from textual.widget import Widget

from data.fields import Field, Money
from data.forms import Form, FormError, Look, Values
from data.permissions import Refused
from screens.display import Back, Cancel, CheckScanned, Display, Pressed, Prompt, Reply, ScannedText, Submitted
from screens.panel import Panel

if TYPE_CHECKING:
    from devices.micr import CheckLine
    from screens.desk import Desk

T = TypeVar("T")
Accept = Callable[[str, Any, Values], Awaitable[Look | None]]


def _has_list(field: Field) -> bool:
    """Whether F4 in a field lists its values, or opens the adding machine."""
    return bool(field.prompt or isinstance(field, Money) or field.choices())


class EntryDisplay(Display):
    """A form on the whole screen."""

    def __init__(self) -> None:
        super().__init__()
        self.panel = Panel()
        self.typed: Callable[[dict[str, str]], None] | None = None
        """Told the texts whenever something was typed, so that unfinished work can be kept."""

    def body(self) -> Iterable[Widget]:
        yield self.panel

    def focus_target(self) -> Widget:
        return self.panel

    def load(
        self,
        form: Form,
        texts: dict[str, str] | None = None,
        *,
        accept: Accept | None = None,
        look: Look | None = None,
        listens: Iterable[str] = (),
        typed: Callable[[dict[str, str]], None] | None = None,
        touched: set[str] | None = None,
        cursor: str | None = None,
        takes_scans: bool = False,
        takes_checks: bool = False,
        more_word: str = "",
    ) -> None:
        """Show a form, with texts other than its opening ones where given."""
        self.takes_scans, self.takes_checks, self.more_word = takes_scans, takes_checks, more_word
        self.program, self.heading, self.form = form.code, form.title, form
        self.listens = frozenset(listens)
        lists = ("prompt",) if any(map(_has_list, form.fields.values())) else ()
        self.legend = ("help", "exit", *lists, *self.listens, "find", "tape", "command", "post", "cancel")
        self.typed = typed
        self.clear_message()
        self.panel.accept = accept
        self.panel.load(form, texts, touched=touched, cursor=cursor)
        self.panel.show_facts(look or Look())
        if self.is_mounted:
            self.refresh_frame()

    @property
    def shown_keys(self) -> tuple[str, ...]:
        """Besides what the form listens to, F11 where it has more groups of fields than one."""
        more = ("more",) if self.panel.groups > 1 and not self._asking else ()
        return (*super().shown_keys, *more)

    def on_resize(self) -> None:
        """More rows hold more fields: F11 may have nothing more to show."""
        self.call_after_refresh(self.refresh_frame)

    def on_panel_submitted(self, event: Panel.Submitted) -> None:
        self.reply(Submitted(event.values, event.texts))

    def on_panel_prompted(self, event: Panel.Prompted) -> None:
        self.reply(Prompt(event.name))

    def on_panel_faulted(self, event: Panel.Faulted) -> None:
        self.fault(event.sentence, ring=False)

    def on_panel_left(self) -> None:
        self.reply(Back())

    def on_panel_moved(self) -> None:
        if self.message_kind == "error":
            self.clear_message()

    def on_panel_typed(self) -> None:
        self.clear_message()
        if self.typed is not None:
            self.typed(self.panel.texts())

    def wrong(self, error: FormError) -> None:
        """Point at a wrong field; what was typed stays."""
        if error.name in self.form.fields:
            self.panel.mark_error(error.name, str(error))
        else:
            self.fault(str(error))


async def fill_in(
    desk: Desk,
    form: Form,
    do: Callable[[Values, Any], Awaitable[T]],
    texts: dict[str, str] | None = None,
    *,
    accept: Accept | None = None,
    look: Look | None = None,
    keys: dict[str, Callable[[EntryDisplay], Awaitable[Any]]] | None = None,
    typed: Callable[[dict[str, str]], None] | None = None,
    touched: set[str] | None = None,
    cursor: str | None = None,
    kind: type[EntryDisplay] = EntryDisplay,
    scanned: Callable[[EntryDisplay, str], Awaitable[None]] | None = None,
    wrong: FormError | None = None,
    check_read: Callable[[EntryDisplay, CheckLine], Awaitable[None]] | None = None,
    more_word: str = "",
) -> T | None:
    """Show a form until `do(values, approval)` accepts it; its result, or None when the clerk cancelled.

    A `FormError` or `Refused` from `do` is shown and everything typed stays; a refusal that another person may
    approve opens the approval window. `keys` are function keys of this form, by id; such a function that returns
    anything but None ends the form with that. `scanned` takes a barcode read while the form is shown,
    `check_read` a check put through the reader.
    `wrong` is an error the form opens with, `more_word` what F11 shows of `keys`.
    """
    display = desk.free_display(kind)
    display.load(
        form,
        texts,
        accept=accept,
        look=look,
        listens=keys or (),
        typed=typed,
        touched=touched,
        cursor=cursor,
        takes_scans=scanned is not None,
        takes_checks=check_read is not None,
        more_word=more_word,
    )
    async with desk.showing(display):
        if wrong is not None:
            display.wrong(wrong)
        while True:
            reply = await desk.turn(display)
            if isinstance(reply, Cancel | Back):
                return None
            if isinstance(reply, ScannedText) and scanned is not None:
                await scanned(display, reply.text)
                continue
            if isinstance(reply, CheckScanned) and check_read is not None:
                await check_read(display, reply.line)
                continue
            result = await _answer(desk, display, reply, do, keys or {})
            if result is not None:
                return result


async def _answer(
    desk: Desk,
    display: EntryDisplay,
    reply: Reply,
    do: Callable[[Values, Any], Awaitable[T]],
    keys: dict[str, Callable[[EntryDisplay], Awaitable[Any]]],
) -> T | None:
    try:
        if isinstance(reply, Prompt):
            await prompt(desk, display, reply.name)
        elif isinstance(reply, Pressed):
            return await keys[reply.id](display)  # type: ignore[no-any-return]
        elif isinstance(reply, Submitted):
            if display.form.confirm and not await display.confirm(display.form.confirm):
                return None
            values = reply.values
            return await desk.approved(lambda approval: do(values, approval))
    except FormError as error:
        display.wrong(error)
    except Refused as refusal:
        display.fault(str(refusal))
    return None


async def prompt(desk: Desk, display: EntryDisplay, name: str) -> None:
    """F4: offer the values a field can take, and put the chosen one in."""
    from screens.lookup import choose

    field = display.form.fields[name]
    value = await choose(desk, field, display.panel.texts().get(name, ""))
    if value is not None:
        display.panel.set_text(name, value)
