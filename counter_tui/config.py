"""One TOML file per station. Every key is checked at start; an error names the file, the key and what is allowed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from counter_tui.config_camera import CameraConfig, check_camera
from counter_tui.config_devices import (
    DisplayConfig,
    DocumentsConfig,
    DrawerConfig,
    LabelsConfig,
    MicrConfig,
    PrinterConfig,
    ScannerConfig,
    check_devices,
    device_settings,
)
from counter_tui.config_rules import OneOf, Seconds, Whole, Word, Wrong, flag, names, setting, words

if TYPE_CHECKING:
    from devices.settings import DeviceSettings

Table = TypeVar("Table")


LANGUAGES = ("en", "es")
LOG_LEVELS = ("debug", "info", "warning", "error")


class ConfigError(Exception):
    """A station file that cannot be used; the message is a sentence that names file and key."""


def _themes() -> Iterable[str]:
    from screens.themes import THEMES

    return THEMES


@dataclass(frozen=True)
class ScreenConfig:
    """How the screen looks."""

    theme: str = setting(OneOf(_themes), "green")
    """The theme of clerks who have not chosen their own."""
    ascii: bool = setting(flag, False)
    """Draw with ASCII characters only, for terminals without line drawing."""


@dataclass(frozen=True)
class KeyboardConfig:
    """Keys and scanner."""

    error_quiet_seconds: float = setting(Seconds(0.0, 5.0), 0.6)
    """How long the keyboard must be quiet after an error before keys count again."""
    keymap: Mapping[str, str] = setting(names, MappingProxyType({}))
    """Key ids of `screens.keys` moved to other keys."""
    scanner_prefixes: tuple[str, ...] = setting(words, ())
    """Prefixes this station's scanner sends; none means all known ones."""
    scanner_timing: bool = setting(flag, False)
    """Recognize a scanner without a prefix by its speed."""


@dataclass(frozen=True)
class LockConfig:
    """When an unused station locks."""

    idle_minutes: int = setting(Whole(1, 30), 10)
    """CJIS Security Policy AC-11: 30 minutes at most."""


@dataclass(frozen=True)
class PoliceConfig:
    """The police store, on stations of the police desk only."""

    store: str = setting(Word(r"(sqlite|postgres(ql)?)://.+", "a store, like sqlite:///var/police.db"), "", secret=True)
    """Its URL; empty: this station has none."""
    key_file: str = setting(Word(r"\S.*", "the path of a file"), "")
    """The file of its keys, mode 0600; `counter-tui init police` makes it."""
    folder: str = setting(Word(r"\S.*", "the path of a folder"), "")
    """Where papers go as files, mode 0600, on a station without a documents printer; empty: nowhere."""


@dataclass(frozen=True)
class LogConfig:
    """The log file of this station."""

    file: str = setting(Word(r"\S.*", "the path of a file"), "")
    """Empty: `var/log/<station>.log` under the current directory."""
    level: str = setting(OneOf(LOG_LEVELS), "info")


@dataclass(frozen=True)
class Station:
    """Everything one station is told when it starts."""

    station: str = setting(Word(r"[A-Z0-9][A-Z0-9-]{0,11}", "1 to 12 capital letters, digits or hyphens"), needed=True)
    """The station's id, as kept in the journal."""
    till: str = setting(Word(r"[0-9A-Z]{1,4}", "1 to 4 digits or capital letters"), needed=True)
    """The receipt series of this station's drawer."""
    name: str = setting(Word(r"\S.{0,39}", "a name of at most 40 characters"), "")
    store: str = setting(
        Word(r"(sqlite|postgres(ql)?)://.+", "a store, like sqlite:///var/counter.db"), "", secret=True
    )
    """The store's URL; `--store` and COUNTER_STORE come first."""
    language: str = setting(OneOf(LANGUAGES), "en")
    """The language of receipts unless the customer wants the other one."""
    training: bool = setting(flag, False)
    """Whether the sign-on offers training: F6 after number and password."""
    screen: ScreenConfig = field(default_factory=ScreenConfig)
    keyboard: KeyboardConfig = field(default_factory=KeyboardConfig)
    lock: LockConfig = field(default_factory=LockConfig)
    printer: PrinterConfig = field(default_factory=PrinterConfig)
    second_printer: PrinterConfig = field(default_factory=PrinterConfig)
    """Another printer that a job may be sent to."""
    drawer: DrawerConfig = field(default_factory=DrawerConfig)
    display: DisplayConfig = field(default_factory=DisplayConfig)
    scanner: ScannerConfig = field(default_factory=ScannerConfig)
    micr: MicrConfig = field(default_factory=MicrConfig)
    labels: LabelsConfig = field(default_factory=LabelsConfig)
    documents: DocumentsConfig = field(default_factory=DocumentsConfig)
    camera: CameraConfig = field(default_factory=CameraConfig)
    log: LogConfig = field(default_factory=LogConfig)
    police: PoliceConfig = field(default_factory=PoliceConfig)

    @property
    def log_file(self) -> Path:
        """Where this station logs."""
        return Path(self.log.file or f"var/log/{self.station}.log")

    @property
    def devices(self) -> DeviceSettings:
        """The station's devices, as `Devices.open` takes them."""
        settings = device_settings(
            self.station,
            self.printer,
            self.second_printer,
            self.drawer,
            self.display,
            self.scanner,
            self.micr,
            self.labels,
            self.documents,
        )
        return replace(settings, camera=self.camera.settings)


SIMULATED = Station(
    station="DEMO",
    till="01",
    name="Practice counter",
    printer=PrinterConfig(driver="simulated", model="epson-tm-t88v"),
    drawer=DrawerConfig(driver="printer-kick", sensor="open-high"),
    display=DisplayConfig(driver="simulated"),
    camera=CameraConfig(driver="virtual"),
    police=PoliceConfig("sqlite:///var/sample-police.db", "var/sample-police.key", "var/police-outbox"),
    training=True,
)
"""The station of the sample city: everything on it is simulated."""


def load(path: Path) -> Station:
    """The station of a file. Raises `ConfigError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(f"The station file {path} is not UTF-8 text (byte {error.start}).") from error
    except OSError as error:
        raise ConfigError(f"The station file {path} cannot be read: {error.strerror}.") from error
    return parse(text, str(path))


def parse(text: str, file: str = "the station file") -> Station:
    """The station that TOML text describes; `file` is its name in errors. Raises `ConfigError`."""
    try:
        config = _table(Station, tomllib.loads(text), "")
        _check_together(config)
    except Wrong as error:
        raise ConfigError(f"{file}: {error}.") from error
    except ValueError as error:  # also a number of thousands of digits
        raise ConfigError(f"{file}: this is not TOML: {error}.") from error
    return config


def _table(kind: type[Table], values: dict[str, Any], path: str) -> Table:
    """One table of the file as its dataclass. Raises `Wrong` with the key in front."""
    known = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]
    for key in values:
        if key not in known:
            raise Wrong(f"{path}{key} is not a setting. Settings here: {', '.join(known)}")
    for each in known.values():
        if each.metadata.get("needed") and each.name not in values:
            raise Wrong(f"{path}{each.name} is missing")
    return kind(**{key: _value(known[key], value, path) for key, value in values.items()})


def _value(declared: Field[Any], value: Any, path: str) -> Any:
    if "rule" not in declared.metadata:
        if not isinstance(value, dict):
            raise Wrong(f"{path}{declared.name} must be a table, written [{declared.name}]")
        return _table(declared.default_factory, value, f"{declared.name}.")  # type: ignore[arg-type]
    try:
        return declared.metadata["rule"](value)
    except Wrong as error:
        found = "" if declared.metadata["secret"] else f", not {value!r}"
        raise Wrong(f"{path}{declared.name} {error}{found}") from error


def _check_together(config: Station) -> None:
    """What one key demands of another. Raises `Wrong`."""
    from screens.keys import Keymap, KeymapError

    check_devices(
        config.printer,
        config.second_printer,
        config.drawer,
        config.display,
        scanner=config.scanner.address,
        micr=config.micr.address,
        labels=config.labels.address,
    )
    check_camera(config.camera)
    try:
        Keymap(config.keyboard.keymap)
    except KeymapError as error:
        raise Wrong(f"keyboard.keymap: {str(error).rstrip('.')}") from error
