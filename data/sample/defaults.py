"""What every new store begins with: the shipped rows of settings, limits, charges, products and tariffs."""

from __future__ import annotations

import importlib
import pkgutil

import data.sample
from data.settings import load_rows
from data.store import Store

SETTINGS = [
    ("city.name", "City of Vista Robles", "text", "Invented; replace before use"),
    ("city.department", "Customer Service", "text", "Invented; replace before use"),
    ("city.street", "100 Civic Center Plaza", "text", "Invented; replace before use"),
    ("city.place", "Vista Robles, CA 92990", "text", "Invented; replace before use"),
    ("city.phone", "(760) 555-0100", "text", "Invented; replace before use"),
]
"""name, value, unit, authority."""


def load(store: Store) -> None:
    """Put in every shipped row that is absent; what is there already stays."""
    with store.writing():
        load_rows(store, SETTINGS)
        for info in pkgutil.iter_modules(data.sample.__path__):
            if info.name.startswith("rows_"):
                importlib.import_module(f"data.sample.{info.name}").load(store)
