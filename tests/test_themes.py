"""The color themes."""

from __future__ import annotations

import pytest
from textual.app import App

from screens.themes import THEMES, palette, textual_theme


@pytest.mark.parametrize("name", THEMES)
def test_training_cannot_be_taken_for_live(name: str):
    live, training = palette(name), palette(name, training=True)
    assert live.text != training.text
    assert live.title != training.title
    assert training.title.reverse
    assert not live.title.reverse


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("name", THEMES)
def test_a_wrong_field_and_the_cursor_are_in_reverse_image(name: str, training: bool):
    colors = palette(name, training)
    assert colors.error.reverse
    assert colors.alert.reverse
    assert colors.cursor.reverse
    assert colors.field.underline


@pytest.mark.parametrize("name", THEMES)
def test_the_terminals_own_colors_are_left_to_it(name: str):
    styles = [style for style in vars(palette(name)).values() if not isinstance(style, str)]
    numbers = [color.number for style in styles for color in (style.color, style.bgcolor) if color]
    assert all(number is None or number < 16 for number in numbers) == (name == "ansi")


def test_styles_by_name():
    colors = palette()
    assert colors.style("alert") == colors.alert
    assert colors.style("") == colors.style("nonsense") == colors.style("name") == colors.text


def test_an_unknown_theme_says_which_there_are():
    with pytest.raises(ValueError, match="amber"):
        palette("pink")


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("name", THEMES)
def test_stock_widgets_get_the_same_colors(name: str, training: bool):
    theme = textual_theme(name, training)
    assert theme.ansi == (name == "ansi")
    assert theme.to_color_system().generate()["background"]


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("name", THEMES)
async def test_an_application_starts_in_every_theme(name: str, training: bool) -> None:
    class Themed(App[None]):
        def __init__(self) -> None:
            super().__init__()
            theme = textual_theme(name, training)
            self.register_theme(theme)
            self.theme = theme.name

    app = Themed()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.theme == textual_theme(name, training).name
