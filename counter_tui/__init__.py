"""Counter TUI: a city counter in a terminal."""

__version__ = "0.1.0"
