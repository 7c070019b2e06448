"""The editing of one field and the order of a form's fields, without a screen."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.fields import (
    Account,
    Choice,
    Code,
    Count,
    Date,
    Digits,
    Field,
    FieldError,
    Money,
    Percent,
    Phone,
    Secret,
    Text,
    Yes,
)
from data.forms import Form, Look
from screens.cells import cells, clip, clusters, fit, safe
from screens.panel_draw import meaning, still, window
from screens.panel_edit import Editor, Refused
from screens.panel_layout import arrange, leaders
from screens.panel_record import Record

LANGUAGES = (("EN", "English"), ("ES", "Spanish"))
KINDS: list[Field] = [
    Text("Text", 30),
    Secret("Secret", 12),
    Digits("Digits", 9),
    Money("Money"),
    Money("Credit", minimum_cents=None),
    Count("Count"),
    Percent("Percent"),
    Date("Date"),
    Code("Code"),
    Choice("Choice", options=LANGUAGES),
    Yes("Yes"),
    Phone("Phone"),
    Account("Account"),
]
HOSTILE = [
    "[/nope]",
    "[bold red]x",
    "\x1b[2J",
    "\x1b]0;t\x07",
    "\u202eabc\u2066",
    "עברית",
    "中文字",
    "e\u0301" * 9,
    "x" * 200,
]
anything = st.text(max_size=60) | st.sampled_from(HOSTILE)


def typed(editor: Editor, text: str, insert: bool = False) -> str:
    """Type characters one after another; the field's text."""
    for character in text:
        editor.type(character, insert)
    return editor.text


def test_the_first_character_replaces_an_offered_text():
    assert typed(Editor(Money("Amount"), "188.11", fresh=True), "9000") == "9000"


def test_an_arrow_first_edits_the_offered_text():
    editor = Editor(Money("Amount"), "188.11", fresh=True)
    editor.right()
    assert typed(editor, "9") == "198.11"


def test_backspace_first_erases_the_last_character():
    editor = Editor(Money("Amount"), "188.11", fresh=True)
    editor.backspace()
    assert (editor.text, editor.cursor) == ("188.1", 5)


def test_overtype_replaces_and_insert_shifts():
    assert typed(Editor(Text("Name"), "Smith"), "Je") == "Jeith"
    assert typed(Editor(Text("Name"), "Smith"), "Je", insert=True) == "JeSmith"


def test_a_full_field_refuses_and_keeps_its_text():
    editor = Editor(Text("Name", 3), "")
    typed(editor, "abc")
    with pytest.raises(Refused, match="full"):
        editor.type("d")
    assert editor.text == "abc"


def test_a_full_field_can_be_overtyped():
    assert typed(Editor(Text("Name", 3), "abc"), "xyz") == "xyz"


def test_erase_cut_and_delete():
    editor = Editor(Text("Name"), "Smith")
    editor.delete()
    assert editor.text == "mith"
    editor.right()
    editor.cut()
    assert editor.text == "m"
    editor.erase()
    assert (editor.text, editor.cursor) == ("", 0)


def test_field_minus_makes_negative_only_where_a_credit_is_allowed():
    credit = Editor(Money("Adjust", minimum_cents=None), "")
    typed(credit, "500")
    credit.negate()
    assert credit.text == "500-"
    assert Money("Adjust", minimum_cents=None).clean(credit.text) == -500
    plain = Editor(Money("Amount"), "500")
    with pytest.raises(Refused, match="credit"):
        plain.negate()
    assert plain.text == "500"


def test_field_minus_wants_an_amount_first():
    with pytest.raises(Refused, match="first"):
        Editor(Money("Adjust", minimum_cents=None), "").negate()


def test_a_letter_and_its_accent_become_one_character():
    editor = Editor(Text("Name"), "")
    assert typed(editor, "Jose\u0301") == "José"
    editor.backspace()
    assert editor.text == "Jos"


def test_a_paste_is_taken_whole_or_not_at_all():
    editor = Editor(Account("Account"), "")
    editor.paste("10004567\nsecond line")
    assert editor.text == "10004567"
    for wrong in ("1000x", "1" * 13, "1\x1b2"):
        with pytest.raises(Refused):
            editor.paste(wrong)
        assert editor.text == "10004567"


def test_a_pasted_password_keeps_its_blanks():
    editor = Editor(Secret("Password", 12), "")
    editor.paste(" pass word ")
    assert editor.text == " pass word "


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.label)
@given(pasted=anything, keys=anything, moves=st.lists(st.sampled_from("ldrbhecx"), max_size=12))
def test_whatever_is_typed_or_pasted_a_field_stays_within_its_rules(kind, pasted, keys, moves):
    editor = Editor(kind, "")
    steps = {"l": editor.left, "r": editor.right, "b": editor.backspace, "d": editor.delete}
    steps |= {"h": editor.home, "e": editor.end, "c": editor.cut, "x": editor.erase}
    for change in (lambda: editor.paste(pasted), *[lambda c=c: editor.type(c) for c in keys]):
        before = editor.text
        try:
            change()
        except Refused:
            assert editor.text == before
    for move in moves:
        steps[move]()
    assert len(editor.text) <= kind.width
    assert 0 <= editor.cursor <= len(editor.text)
    assert editor.text.isprintable()
    with suppress(FieldError):
        kind.clean(editor.text)


@given(text=anything, cursor=st.integers(0, 200), width=st.integers(2, 40))
def test_the_window_shows_the_cursor_and_never_overflows(text, cursor, width):
    cursor = min(cursor, len(text))
    shown, column = window(text, cursor, width)
    assert cells(shown) <= width
    assert 0 <= column <= width
    assert shown.isprintable()


@given(text=anything, width=st.integers(0, 100), align=st.sampled_from(["left", "right", "center"]))
def test_fitted_text_takes_exactly_its_columns(text, width, align):
    assert cells(fit(text, width, align)) == width
    assert cells(clip(text, width)) <= width
    assert "".join(clusters(safe(text))) == safe(text)
    assert safe(text).isprintable()


def test_what_is_cut_off_shows():
    assert clip("Hernandez", 5) == "Hern…"
    assert clip("中文字", 4) == "中…"


def form(**fields: Field) -> Form:
    """A form of these fields."""
    return Form("TEST", "Test", fields)


RECORD = form(
    account=Account("Account", required=True),
    amount=Money("Amount", required=True),
    memo=Text("Memo"),
    language=Choice("Language", options=LANGUAGES, default="EN"),
    check=Digits("Check", 8, required=True),
    shown=Text("Shown", protected=True),
)


def test_enter_visits_stops_and_tab_every_open_field():
    record = Record(RECORD)
    assert record.first() == "account"
    assert record.next_stop("amount") == "check"
    assert record.next_stop("check") is None
    assert record.next_field("amount") == "memo"
    assert record.next_field("check") is None
    assert record.next_stop("memo") == "check"


def test_back_is_never_caught_in_a_text_field():
    record = Record(RECORD)
    assert record.back("check") == "language"
    assert record.back("language") == "amount"
    assert record.back("account") is None


def test_facts_fill_only_what_has_not_been_typed():
    record = Record(RECORD)
    record.put("memo", "mine")
    assert record.fill(Look(fill={"memo": "theirs", "amount": "188.11", "unknown": "x"})) == ["amount"]
    assert (record.texts["memo"], record.texts["amount"]) == ("mine", "188.11")
    assert not record.pending("amount")


def test_leaving_shows_a_value_as_it_is_understood():
    record = Record(RECORD)
    record.put("amount", "18811")
    assert record.tidy("amount") == 18811
    assert record.texts["amount"] == "188.11"
    record.put("language", "2")
    assert record.tidy("language") == "ES"
    assert record.texts["language"] == "ES"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.label)
@given(text=anything)
def test_a_tidied_field_keeps_its_value(kind, text):
    record = Record(form(only=kind))
    record.put("only", text)
    try:
        value = record.tidy("only")
    except FieldError:
        assert record.texts["only"] == text
    else:
        assert record.value("only") == value


def test_resumed_texts_stand_and_what_was_typed_is_accepted_again():
    record = Record(RECORD, {"amount": "90.00"}, {"amount"})
    assert record.pending("amount")
    assert not record.pending("account")
    assert record.texts["language"] == "EN"


def test_labels_align_and_fields_do_not_overlap():
    assert leaders("Account", 14) == "Account  . . :"
    places = arrange({f"f{n}": Text(f"Label {n}", 200) for n in range(50)}, 80, 20)
    assert {place.group for place in places.values()} == {0, 1, 2}
    assert all(place.x + place.width < place.end <= 80 for place in places.values())


def test_two_columns_when_the_terminal_is_wide():
    places = arrange({f"f{n}": Text(f"Label {n}", 30) for n in range(30)}, 132, 20)
    assert {place.column for place in places.values()} == {0, 1}
    assert max(place.group for place in places.values()) == 0


def test_meaning_and_side():
    assert meaning(Choice("Language", options=LANGUAGES), "2") == "Spanish"
    assert meaning(Choice("Language", options=LANGUAGES), "9") == ""
    assert meaning(Yes("Sure"), "1") == "Yes"
    assert still(Money("Amount"), "1.00", 8) == "    1.00"
    assert still(Text("Name"), "Smith", 8) == "Smith   "


@pytest.mark.parametrize(("kind", "expected"), [(Yes("Yes"), "Y or N."), (Digits("Digits", 9), "Digits only.")])
def test_a_key_that_is_not_taken_is_told_which_are(kind: Field, expected: str) -> None:
    with pytest.raises(Refused, match=expected):
        Editor(kind, "").type("x")
