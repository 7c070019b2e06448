"""The keys are declared once."""

from __future__ import annotations

import pytest

from screens.keys import KEYS, Keymap, KeymapError, key_name, legend, typed_character


def test_every_function_key_has_one_meaning():
    assert [binding.key for binding in KEYS if binding.key.startswith("f")] == [f"f{n}" for n in range(1, 13)]
    assert len({binding.id for binding in KEYS}) == len(KEYS)
    assert all(binding.title and binding.help for binding in KEYS)


def test_the_legend_shows_what_fits():
    assert legend(["help", "exit", "cancel"]) == "F1=Help  F3=Exit  F12=Cancel"
    assert legend(["help", "exit", "cancel"], 20) == "F1=Help  F3=Exit"
    assert Keymap().legend(["post"], words={"post": "Save"}) == "F10=Save"


def test_the_legend_is_in_the_order_of_the_keyboard_and_leaves_out_first_what_works_everywhere():
    wanted = ["cancel", "more", "tape", "suspend", "find", "command", "help"]
    assert legend(wanted) == "F1=Help  F2=Suspend  F7=Find  F8=Tape  F9=Command  F11=More  F12=Cancel"
    assert legend(wanted, 60) == "F1=Help  F2=Suspend  F7=Find  F8=Tape  F11=More  F12=Cancel"
    assert legend(wanted, 45) == "F1=Help  F2=Suspend  F11=More  F12=Cancel"


def test_a_user_may_put_a_meaning_on_another_key():
    keymap = Keymap({"lock": "ctrl+g"})
    assert keymap.id("ctrl+g") == "lock"
    assert keymap.id("ctrl+l") is None
    assert keymap.key("lock") == "ctrl+g"
    assert keymap.legend(["lock"]) == "Ctrl+G=Lock"


def test_stand_ins_mean_the_same():
    assert Keymap().id("alt+4") == "prompt"
    assert Keymap().id("f4") == "prompt"
    assert Keymap().id("x") is None


WRONG = [
    ({"lokc": "f1"}, "lokc"),
    ({"lock": "f3"}, "F3"),
    *(
        ({"lock": key}, "is no key for it")
        for key in ("banana", "q", "enter", "tab", "f13", "ctrl+m", "ctrl+u", "", "+")
    ),
]


@pytest.mark.parametrize(("remap", "says"), WRONG)
def test_a_wrong_setting_says_what_is_wrong(remap: dict[str, str], says: str):
    with pytest.raises(KeymapError, match=says):
        Keymap(remap)


def test_names_as_on_the_keyboard():
    assert [key_name(key) for key in ("f12", "pageup", "ctrl+l")] == ["F12", "PageUp", "Ctrl+L"]


@pytest.mark.parametrize(
    ("key", "character", "typed"),
    [
        ("a", "a", "a"),
        ("a", None, "a"),
        ("full_stop", None, "."),
        ("add", None, "+"),
        ("decimal", None, "."),
        ("tab", "\t", ""),
        ("escape", "\x1b", ""),
        ("alt+a", "a", ""),
        ("f1", None, ""),
        ("enter", "\r", ""),
    ],
)
def test_which_keys_type_a_character(key: str, character: str | None, typed: str):
    assert typed_character(key, character) == typed
