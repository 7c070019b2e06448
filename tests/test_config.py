"""Station files: every key is checked, and an error names file and key and says what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_tui.config import SIMULATED, ConfigError, Station, load, parse
from devices.station import Devices

EXAMPLE = Path(__file__).parent.parent / "deploy" / "station.example.toml"
LEAST = 'station = "TILL-1"\ntill = "01"\n'


def test_the_example_file_is_a_whole_station():
    config = load(EXAMPLE)
    assert (config.station, config.till) == ("TILL-1", "01")
    assert config.printer.driver == "tcp"
    assert config.devices.printer_address == "tcp:192.0.2.10:9100"
    assert config.devices.problems() == []
    assert config.keyboard.keymap["help"] == "f1"


def test_two_lines_are_enough_and_the_rest_has_defaults():
    config = parse(LEAST)
    assert config == Station(station="TILL-1", till="01")
    assert config.lock.idle_minutes == 10
    assert config.keyboard.error_quiet_seconds == 0.6
    assert config.log_file == Path("var/log/TILL-1.log")
    assert config.devices.printer_driver == "none"


def test_the_simulated_station_opens():
    with Devices.open(SIMULATED.devices) as devices:
        assert devices.simulator is not None
        assert devices.printer.check_health().ok


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("stations = 1", ["stations is not a setting", "station, till"]),
        ("[lock]\nidle_minutes = 31", ["lock.idle_minutes", "from 1 to 30", "31"]),
        ("[lock]\nidle_minutes = 0", ["lock.idle_minutes", "from 1 to 30"]),
        ("[lock]\nidle_minutes = true", ["lock.idle_minutes", "whole number", "True"]),
        ('[lock]\nidle_minutes = "10"', ["lock.idle_minutes", "whole number"]),
        ("[lock]\nminutes = 3", ["lock.minutes is not a setting", "idle_minutes"]),
        ("lock = 3", ["lock must be a table", "[lock]"]),
        ('language = "fr"', ["language", "en, es"]),
        ('store = "mysql://x"', ["store", "sqlite:///var/counter.db"]),
        ('[screen]\ntheme = "pink"', ["screen.theme", "green, amber, ansi, contrast"]),
        ("[screen]\nascii = 1", ["screen.ascii", "true or false"]),
        ("[keyboard]\nerror_quiet_seconds = 9", ["keyboard.error_quiet_seconds", "from 0 to 5"]),
        ('[keyboard]\nscanner_prefixes = "]C0"', ["keyboard.scanner_prefixes", "list of texts"]),
        ('[keyboard]\nscanner_prefixes = [""]', ["keyboard.scanner_prefixes", "list of texts"]),
        ('[keyboard.keymap]\nhelpp = "f1"', ["keyboard.keymap", "helpp"]),
        ('[keyboard.keymap]\nhelp = "f3"', ["keyboard.keymap", "F3", "help", "exit"]),
        ('[keyboard.keymap]\nhelp = "enter"', ["keyboard.keymap", "help: enter is no key", "f1 to f12"]),
        ("[keyboard.keymap]\nhelp = 1", ["keyboard.keymap", "table of texts"]),
        ('[printer]\ndriver = "usb"', ["printer.driver", "tcp, unix, serial, file, terminal, folder, simulated, none"]),
        ('[printer]\ndriver = "tcp"', ["printer.address is missing"]),
        ('[printer]\ndriver = "folder"', ["printer.address is missing"]),
        ('[printer]\ndriver = "tcp"\naddress = "nowhere"', ["printer.address", "tcp:nowhere"]),
        ('[printer]\nmodel = "typewriter"', ["printer.model", "generic-42"]),
        ("[printer]\ncolumns = 500", ["printer.columns", "from 20 to 96"]),
        ('[printer]\ncode_page = "UTF-8"', ["printer.code_page", "CP858"]),
        ('[drawer]\ndriver = "printer-kick"', ["drawer.driver", "printer.driver is none"]),
        ("[drawer]\npin = 3", ["drawer.pin must be 2 or 5, not 3"]),
        ("[drawer]\nsensor = true", ["drawer.sensor", "none, open-high, open-low"]),
        ('[log]\nlevel = "loud"', ["log.level", "debug, info, warning, error"]),
        ('name = "', ["this is not TOML", "line 3"]),
        ("lock.idle_minutes = " + "9" * 5000, ["this is not TOML"]),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(lines, words, tmp_path):
    file = tmp_path / "till1.toml"
    file.write_text(LEAST + lines + "\n")
    with pytest.raises(ConfigError) as caught:
        load(file)
    for word in (str(file), *words):
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('till = "01"', "station is missing"),
        ('station = "A"', "till is missing"),
        ('station = "a b"\ntill="1"', "station"),
    ],
)
def test_the_station_and_its_till_are_needed(text, word):
    with pytest.raises(ConfigError, match=word):
        parse(text)


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path):
    with pytest.raises(ConfigError, match=r"cannot be read: No such file"):
        load(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'name = "Jos\xe9"')
    with pytest.raises(ConfigError, match=r"not UTF-8 text \(byte 11\)"):
        load(tmp_path / "latin.toml")


@pytest.mark.parametrize(
    ("driver", "address", "wanted"),
    [
        ("tcp", "10.1.2.3:9100", "tcp:10.1.2.3:9100"),
        ("tcp", "tcp:10.1.2.3:9100", "tcp:10.1.2.3:9100"),
        ("unix", "/run/till1.sock", "unix:/run/till1.sock"),
        ("serial", "/dev/ttyS0?baud=19200", "serial:/dev/ttyS0?baud=19200"),
        ("serial", "rfc2217://10.1.2.3:4000", "rfc2217://10.1.2.3:4000"),
        ("file", "/dev/usb/lp0", "file:/dev/usb/lp0"),
    ],
)
def test_addresses_are_given_as_the_driver_needs_them(driver, address, wanted):
    config = parse(f'{LEAST}[printer]\ndriver = "{driver}"\naddress = "{address}"\n[drawer]\ndriver = "printer-kick"')
    assert config.devices.printer_address == wanted
    assert config.devices.drawer_driver == "printer"
    assert config.devices.problems() == []


def test_a_folder_is_a_printer_without_a_drawer(tmp_path):
    config = parse(f'{LEAST}[printer]\ndriver = "folder"\naddress = "{tmp_path}"')
    assert config.devices.printer_folder == str(tmp_path)
    assert config.devices.problems() == []
