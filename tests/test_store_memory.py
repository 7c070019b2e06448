"""A till remembers the settings of its last posting, and never longer than they hold."""

from __future__ import annotations

from data.store import Store


def current(store: Store) -> int:
    return int(store.value("SELECT value FROM settings_version"))


def put(store: Store, value: str) -> None:
    store.run("DELETE FROM settings WHERE name = 'test.rate'")
    store.insert("settings", name="test.rate", value=value, valid_from="2000-01-01")


def rate(store: Store) -> str:
    return str(store.value("SELECT value FROM settings WHERE name = 'test.rate'"))


def remembered(store: Store) -> str:
    """The rate as a posting sees it: first the version, then what is remembered under it."""
    with store.writing():
        store.memory.settings_are(current(store))
        return store.memory.remember("rate", lambda: rate(store))


def test_every_change_of_a_setting_moves_the_version(store: Store) -> None:
    seen = [current(store)]
    for change in (
        lambda: put(store, "1"),
        lambda: store.run("UPDATE settings SET value = '2' WHERE name = 'test.rate'"),
        lambda: store.run("DELETE FROM settings WHERE name = 'test.rate'"),
    ):
        change()
        seen.append(current(store))
    assert seen == sorted(set(seen)), "an insert, an update and a delete each move it"


def test_a_changed_setting_is_seen_by_the_next_posting(store: Store) -> None:
    put(store, "1")
    assert [remembered(store), remembered(store)] == ["1", "1"]
    put(store, "2")
    assert remembered(store) == "2"


def test_nothing_is_remembered_outside_a_transaction(store: Store) -> None:
    put(store, "1")
    assert remembered(store) == "1"
    put(store, "2")
    assert store.memory.remember("rate", lambda: rate(store)) == "2"
