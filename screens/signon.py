"""What follows the sign-on form: who is let in, password change, and the lock that hides the work and keeps it."""

from __future__ import annotations

import textwrap
from contextlib import suppress
from itertools import zip_longest
from typing import TYPE_CHECKING

from data import audit, second_factor, settings, totp, users
from data.fields import Digits, Secret
from data.forms import Form, FormError, Look, Values
from data.permissions import ROLES, Refused
from data.session import Session
from data.signon import verified
from screens.display import Exit, SignedOff, SignOff, Submitted
from screens.entry import fill_in
from screens.qr import qr_rows
from screens.signon_form import SignOnDisplay

if TYPE_CHECKING:
    from screens.desk import Desk

PIN_DIGITS = 8
"""The most digits a PIN may have, and the least characters of a password."""
NEW_PASSWORD = Form(
    "SGN020",
    "New password",
    {
        "old": Secret("Present password", 64, required=True),
        "new": Secret("New password", 64, required=True, help="At least eight characters; a sentence is easy to keep."),
        "again": Secret("New password again", 64, required=True),
    },
    help="At least eight characters, any characters, blanks too. Common passwords are refused.",
)
NEW_PIN = Form(
    "SGN030",
    "New PIN",
    {
        "password": Secret("Password", 64, required=True),
        "pin": Secret("New PIN", 8, required=True, help="Four to eight digits; it only unlocks a locked station."),
        "again": Secret("New PIN again", 8, required=True),
    },
)
PICTURE_BYTES = 78
"""Of the address in the second factor's picture: with more of them it would not fit 24 rows."""
SECOND_FACTOR = Form(
    "SGN040",
    "Second factor",
    {"code": Digits("Code", 6, required=True, help="The six digits that your authenticator shows now.")},
    help="An authenticator is a program on your telephone or a small device. Lost it? An administrator takes the "
    "second factor off your number, and you set up a new one here.",
)
UNLOCK = Form(
    "LCK010",
    "Station locked",
    {"pin": Secret("PIN or password", 64, required=True)},
    help="Your PIN or password unlocks the station; the work is as you left it.",
)
UNLOCK_CODE = Form(
    "LCK011",
    UNLOCK.title,
    {"code": Digits("Code", 6, required=True, help="The six digits that your authenticator shows now.")},
    help="Every twelve hours the code of your authenticator is asked for with the password.",
)


async def admit(desk: Desk, values: Values, renewed: users.MustChangePassword | None = None) -> Session | None:
    """Sign on with what was typed; a password that must be changed is changed first, None when that was given up.

    `renewed`: the refusal after which the password was changed. Raises `FormError`.
    """
    number, password, code = values["number"], values["password"], values["code"] or ""
    try:
        return await desk.ask(
            users.sign_on, desk.store, desk.clock, number, password, desk.station,
            code=code, source=desk.source, renewed=renewed,
        )  # fmt: skip
    except users.MustChangePassword as due:
        new = await change_password(desk, number, forced=True)
        if new is None:
            return None
        return await admit(desk, {**values, "password": new}, due)
    except users.SecondFactorNeeded:
        return await _enrolled(desk, number, password)
    except users.CodeNeeded as error:
        raise FormError("code", str(error)) from None
    except users.SignOnRefused as error:
        raise FormError("password", str(error)) from None


async def _enrolled(desk: Desk, number: str, password: str) -> Session | None:
    """Set a second factor up and sign on with its first code; None when the clerk gave up."""
    secret = totp.new_secret()
    issuer = await desk.ask(settings.value, desk.store, "city.name", desk.clock.today())
    look = Look(_setup_lines(secret, number, issuer))

    async def do(values: Values, _: object) -> Session:
        code = values["code"]
        try:
            await desk.ask(second_factor.enroll, desk.store, desk.clock, number, password, secret, code, desk.station)
            return await desk.ask(
                users.sign_on, desk.store, desk.clock, number, password, desk.station, code=code, source=desk.source
            )
        except users.SignOnRefused as error:
            raise FormError("code", str(error)) from None

    return await fill_in(desk, SECOND_FACTOR, do, look=look)


def _setup_lines(secret: str, number: str, issuer: str) -> tuple[str, ...]:
    """The picture that an authenticator reads, and beside it the same to type."""
    words = textwrap.wrap(
        "Your role signs on with a second factor. Point your authenticator at the picture, or enter:", 39
    )
    words += ["", " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)), ""]
    words += textwrap.wrap(f"Account {number}, {issuer}; time-based, six digits, 30 seconds.", 39)
    words += ["", *textwrap.wrap("Then type the code that it shows. The key is not shown again.", 39)]
    name = f"{number} {issuer}"
    while len(uri := totp.setup_uri(secret, name)) > PICTURE_BYTES:
        name = name[:-1]
    picture = qr_rows(uri)
    return tuple(f"{row}  {text}".rstrip() for row, text in zip_longest(picture, ["", *words], fillvalue=""))


async def begin_training(desk: Desk, texts: dict[str, str]) -> None:
    """Take whoever's number and password were typed to training; live work learns only that it began.

    Raises `FormError`.
    """
    number, password = texts["number"].strip(), texts["password"]
    try:
        who = await desk.ask(
            verified, desk.store, desk.clock, number, password, desk.station, code=texts["code"].strip(),
            source=desk.source,
        )  # fmt: skip
    except users.CodeNeeded as error:
        raise FormError("code", str(error)) from None
    except users.SignOnRefused as error:
        raise FormError("password", str(error)) from None
    await desk.ask(audit.record, desk.store, None, "TRAINING-ON", "users", who.id, station=desk.station)
    desk.train(who.clerk)


async def welcome(desk: Desk) -> tuple[str, ...]:
    """The banner, and in the sample city its clerks with their passwords."""
    lines = ["", *textwrap.wrap(desk.banner, 76)] if desk.banner else []
    titles = dict(ROLES)
    clerks = [user for user in await desk.ask(users.listing, desk.store) if user.sample_password]
    if clerks:
        lines += ["", "The clerks of this sample city:"]
        lines += [
            f"{user.number:>6}  {titles[user.role]:<17} {user.name:<20} password {user.sample_password}"
            for user in clerks
        ]
    return tuple(lines)


async def change_password(desk: Desk, number: str, *, forced: bool = False) -> str | None:
    """Ask for a new password and set it; the new one, None when the clerk gave up."""

    async def do(values: Values, _: object) -> str:
        if values["new"] != values["again"]:
            raise FormError("again", "The two new passwords differ. Type the new one again.")
        try:
            await desk.ask(
                users.change_password, desk.store, desk.clock, number, values["old"], values["new"], desk.station
            )
        except users.PasswordRefused as error:
            raise FormError("new", str(error)) from None
        except users.SignOnRefused as error:
            raise FormError("old", str(error)) from None
        return str(values["new"])

    look = Look(alert="Your password must be changed before you go on.") if forced else None
    return await fill_in(desk, NEW_PASSWORD, do, look=look)


async def change_pin(desk: Desk) -> bool:
    """Ask for a new PIN and set it; False when the clerk gave up."""
    session = desk.clerk_session

    async def do(values: Values, _: object) -> bool:
        if values["pin"] != values["again"]:
            raise FormError("again", "The two PINs differ. Type the new one again.")
        try:
            await desk.ask(users.set_pin, desk.store, session, values["password"], values["pin"])
        except users.PasswordRefused as error:
            raise FormError("pin", str(error)) from None
        except users.SignOnRefused as error:
            raise FormError("password", str(error)) from None
        return True

    return bool(await fill_in(desk, NEW_PIN, do))


class LockDisplay(SignOnDisplay):
    """Nothing of the work shows; the PIN or password of who is signed on brings it back, F3 signs that clerk off."""

    allowed = ("help", "exit")


async def lock(desk: Desk) -> None:
    """Hide everything until the clerk who is signed on unlocks, also while the store cannot be asked."""
    session = desk.clerk_session
    with suppress(Refused):
        await desk.ask(audit.record, desk.store, session, "lock", "users", session.clerk.id)
    display = desk.free_display(LockDisplay)
    who = f"Locked by {session.clerk.number} {session.clerk.name}. The work is kept."
    look = Look(("", who, desk.unlocks, "Another clerk: F3 signs this one off first."))
    display.load(UNLOCK, look=look)
    desk.locked, password = True, ""
    async with desk.showing(display):
        while desk.locked:
            desk.let_through()
            reply = await display.turn()
            if isinstance(reply, SignOff):
                desk.locked = False
                raise SignedOff
            if isinstance(reply, Exit) and await display.confirm("Sign off? Unfinished work is put aside."):
                desk.locked = False
                raise SignedOff
            if not isinstance(reply, Submitted):
                continue
            try:
                await _unlock(desk, session, password or reply.values["pin"], reply.values.get("code", ""))
                desk.locked = False
            except users.CodeNeeded as error:
                password = reply.values["pin"]
                display.load(UNLOCK_CODE, look=look)
                display.say(str(error))
            except Refused as error:
                password = ""
                display.load(UNLOCK, look=look)
                display.wrong(FormError("pin", str(error)))


async def _unlock(desk: Desk, session: Session, secret: str, code: str) -> None:
    """By PIN when it is one, else by password, with the code where that is asked for. Raises `SignOnRefused`."""
    if not code and secret.isdigit() and len(secret) <= PIN_DIGITS:
        try:
            await desk.ask(users.check_pin, desk.store, session, secret)
            return
        except users.SignOnRefused:
            if len(secret) < PIN_DIGITS:
                raise
    await desk.ask(users.check_password, desk.store, session, secret, code)
