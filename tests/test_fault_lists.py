"""A list whose rows cannot be fetched says why and stays; a digit that is no number chooses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from test_worklist import Records, playing

from data.cashorder import fund_pieces
from data.fields import FieldError
from data.forms import FormError
from data.permissions import Refused
from data.police.registrations_codes import NOTICES
from data.police.registrations_forms import notices_given
from data.text import routing_ok
from screens.worklist import Page, Worklist


class Failing(Records):
    """Rows of a store that fails from some moment on."""

    error: Exception | None = None

    async def fetch(self, direction: str, key: Any, count: int) -> Page:
        if self.error is not None:
            raise self.error
        return await super().fetch(direction, key, count)


@pytest.mark.parametrize("error", [Refused("The store is busy."), FieldError("Due: type the date.")])
@pytest.mark.parametrize("keys", [("pagedown",), ("down",), ("up", "7", "enter")])
async def test_a_list_that_cannot_be_rolled_says_why_and_stays(error: Exception, keys: tuple[str, ...]) -> None:
    records = Failing()
    async with playing(records) as play:
        shown = play.list.rows
        records.error = error
        play.list._move(len(shown) - 1 if keys == ("down",) else 0)
        await play.type(*keys)
        assert play.said(Worklist.Faulted)[0].sentence == str(error)
        assert play.list.rows == shown


async def test_a_list_that_cannot_be_opened_or_read_again_for_a_larger_window_says_why() -> None:
    records = Failing()
    records.error = Refused("The store is busy.")
    async with playing(records) as play:
        assert [one.sentence for one in play.said(Worklist.Faulted)] == ["The store is busy."]
        records.error = None
        await play.list.first_page()
        records.error = Refused("Still busy.")
        await play.pilot.resize_terminal(80, 30)
        await play.pilot.pause()
        assert play.said(Worklist.Faulted)[-1].sentence == "Still busy."


@pytest.mark.parametrize("digit", ["²", "①"])
async def test_a_digit_that_is_no_number_chooses_nothing(digit: str) -> None:
    async with playing(pick=True, position="") as play:
        await play.type("down", digit)
        assert play.said(Worklist.Faulted)[0].sentence == "That key is not taken here."
    assert not routing_ok(f"12200024{digit}")
    with pytest.raises(Refused, match="no denomination and number"):
        fund_pieces(f"b1:{digit}")
    with pytest.raises(FormError, match="numbers from 1"):
        notices_given(next(iter(NOTICES)), digit)
