"""The sign-on form. It is shown while the rest of the program is still being imported, so this imports no records."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual.message import Message

from data.fields import Digits, Secret
from data.forms import Form, Look, Values
from screens.entry import EntryDisplay, fill_in

if TYPE_CHECKING:
    from data.session import Session
    from screens.desk import Desk

SIGN_ON = Form(
    "SGN010",
    "Sign on",
    {
        "number": Digits("Clerk number", 6, required=True),
        "password": Secret("Password", 64, required=True),
        "code": Digits("Second factor", 6, help="The six digits of your authenticator, when your role needs one."),
    },
    help="Type your clerk number and password. After five wrong passwords the number is locked until an "
    "administrator releases it.",
)


class SignOnDisplay(EntryDisplay):
    """The sign-on; only these keys do something before somebody has signed on."""

    allowed: tuple[str, ...] = ("help", "exit", "more")

    class Shown(Message):
        """The display has been painted for the first time."""

    def on_mount(self) -> None:
        super().on_mount()
        self.call_after_refresh(self.post_message, self.Shown())

    def load(self, *args: Any, **keywords: Any) -> None:
        super().load(*args, **{**keywords, "more_word": "Devices"})
        self.new_word = "Train"
        self.legend = (*self.allowed, *self.listens - set(self.allowed))

    def tell(self, lines: tuple[str, ...]) -> None:
        """Show lines under the fields; what has been typed stays."""
        self.panel.show_facts(Look(lines, alert=self.desk.trouble))

    def pressed(self, id: str) -> None:
        if id in self.allowed or id in self.listens:
            super().pressed(id)
        else:
            self.desk.bell()


async def sign_on(
    desk: Desk, ready: Callable[[], Awaitable[None]], lines: tuple[str, ...], *, training: bool = False
) -> Session | None:
    """Ask once who signs on; None when nobody did. With `training`, F6 takes whoever it is to training instead.

    The form is shown at once, over `lines`; what was typed into it is looked at when the program is `ready`.
    Raises `ExitToMenu` when the program is to be left.
    """

    has_accepted = False

    async def accepted_once(ask: Callable[[Desk], Awaitable[bool]]) -> bool:
        nonlocal has_accepted
        has_accepted = has_accepted or await ask(desk)
        return has_accepted

    async def do(values: Values, _: object) -> Session | None:
        await ready()
        from screens.banner import accepted
        from screens.signon import admit

        return await admit(desk, values) if await accepted_once(accepted) else None

    async def devices(_: EntryDisplay) -> None:
        await ready()
        from screens.devices import show_devices

        await show_devices(desk)

    async def train(display: EntryDisplay) -> None:
        await ready()
        from screens.banner import accepted
        from screens.signon import begin_training

        if await accepted_once(accepted):
            await begin_training(desk, display.panel.texts())

    keys: dict[str, Callable[[EntryDisplay], Awaitable[Any]]] = {"more": devices}
    if training:
        keys["new"] = train
    look = Look(lines, alert=desk.trouble)
    return await fill_in(desk, SIGN_ON, do, look=look, kind=SignOnDisplay, keys=keys)
