"""The slip station of a printer: a check's back is endorsed, a customer's own stub is validated."""

from __future__ import annotations

import time
from dataclasses import replace

from devices.conversation import Conversation, NoAnswer, Stopped, Timings
from devices.escpos_commands import ABANDON, EJECT, INITIALIZE, SELECT_ROLL, SELECT_SLIP, STATUS_ON, wait_for_form
from devices.models import PrinterModel
from devices.states import DeviceError, ErrorCode

END = EJECT + SELECT_ROLL
"""What ends the work on a form."""
PUT_IN = "Put the check or form into the printer's slip station."
NO_FORM = "No check or form was put into the printer."


def slip_model(model: PrinterModel) -> PrinterModel:
    """The model as its slip station prints: text only, as wide as a form. Raises DeviceError ILLEGAL without one."""
    if model.slip is None:
        raise DeviceError(f"The {model.title} has no slip station.", ErrorCode.ILLEGAL)
    return replace(model, columns=model.slip.columns, barcode=False, graphics=False, qr=False)


def await_form(talk: Conversation, model: PrinterModel, timings: Timings) -> str | None:
    """Ask for a form and wait for it; None when it is in, else why not. Nothing is on it yet."""
    if model.slip is None:
        return NO_FORM
    try:
        ask = INITIALIZE + STATUS_ON + SELECT_SLIP + wait_for_form(model.slip.wait_minutes)
        talk.send(ask, timings.answer)
        end = time.monotonic() + timings.form
        while not talk.form_is_in(model.status):
            talk.show(PUT_IN)
            if time.monotonic() >= end:
                talk.send(ABANDON + INITIALIZE + SELECT_ROLL, timings.answer)
                return NO_FORM
            talk.pause(timings.slice)
    except DeviceError as error:
        return error.sentence
    except NoAnswer:
        return "The printer does not answer. Is it switched on and connected?"
    except Stopped:
        return NO_FORM
    finally:
        talk.show(None)
    return None
