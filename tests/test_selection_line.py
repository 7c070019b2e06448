"""The selection line takes whole transactions, whatever their digits add up to, and no card number."""

from __future__ import annotations

import pytest

from data.fields import FieldError
from data.permissions import Refused
from screens import police_case
from screens.board import Selection
from screens.display import Prompt


@pytest.mark.parametrize("typed", ["UB 10004042 13208 CK 2707", "2 26523338211 10004", "3.6", "10004042 13208"])
def test_words_that_would_be_a_card_number_together_are_a_command(typed: str) -> None:
    assert Selection("Selection or command").clean(typed) == typed


@pytest.mark.parametrize("typed", ["4111111111111111", "UB 4111-1111-1111-1111 100"])
def test_a_card_number_is_refused(typed: str) -> None:
    with pytest.raises(FieldError, match="card number"):
        Selection("Selection or command").clean(typed)


async def test_f4_on_a_record_without_a_list_does_nothing() -> None:
    await police_case._act(police_case.Case("X", "X", (), {}), Prompt("line"))
    with pytest.raises(Refused, match="99 is not on this display"):
        await police_case._act(police_case.Case("X", "X", (), {}), "99")
