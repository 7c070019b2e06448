"""Photographs of a person, in order: what was taken and what was cut out of it, sealed, with their SHA-256.

Pictures are stored under the row's id, never under a name; metadata is stripped before they come here. A photograph is
withdrawn with a reason, never deleted.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import audit
from data.permissions import Refused
from data.police import access, persons_history
from data.police.persons import CHANGE, SEE, VIEW, file_ids
from data.police.persons_history import END, NEW, Why
from data.police.store import PoliceStore

if TYPE_CHECKING:
    from data.session import Session

TABLE = "person_photos"
KINDS = (
    ("FRONT", "Front"), ("LEFT", "Left profile"), ("RIGHT", "Right profile"), ("MARK", "Scar, mark, tattoo"),
    ("OTHER", "Other"),
)  # fmt: skip
"""What a photograph shows."""


@dataclass(frozen=True)
class Photo:
    """A photograph without its picture. `taken_at` is UTC text, sizes are pixels of the cut-out picture."""

    id: int
    person_id: int
    kind: str
    position: int
    taken_at: str
    taken_by: str
    picture_sha256: str
    original_sha256: str
    width: int
    height: int
    mark_id: int | None
    booking_id: int | None
    note: str
    withdrawn_at: str


def add(
    store: PoliceStore,
    session: Session,
    person_id: int,
    picture: bytes,
    kind: str,
    *,
    original: bytes = b"",
    size: tuple[int, int] = (0, 0),
    taken_at: str = "",
    mark_id: int | None = None,
    booking_id: int | None = None,
    note: str = "",
) -> int:
    """Keep a photograph behind those there are; its id. `original` is the whole frame when `picture` was cut from it.

    Raises `Refused` without the role or for an empty picture.
    """
    session.require(CHANGE)
    if not picture or kind not in dict(KINDS):
        raise Refused("There is no picture to keep.")
    frame = original or picture
    with store.writing():
        position = store.value(f"SELECT coalesce(max(position), 0) + 1 FROM {TABLE} WHERE person_id = ?", person_id)
        photo_id = store.insert(
            TABLE, person_id=person_id, kind=kind, position=position, taken_at=taken_at or store.now(),
            taken_by=session.clerk.id, picture_sha256=sha256(picture), original_sha256=sha256(frame), width=size[0],
            height=size[1], mark_id=mark_id, booking_id=booking_id, note=note,
        )  # fmt: skip
        store.seal_into(TABLE, photo_id, picture_sealed=picture, original_sealed=original or None)
        persons_history.keep(store, session, person_id, TABLE, photo_id, {}, {"kind": kind}, Why(NEW))
        audit.record(store, session, "photo.add", VIEW, person_id, detail=str(photo_id), size=len(frame))
    return photo_id


def sha256(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


_SELECT = (
    "SELECT f.id, f.person_id, f.kind, f.position, f.taken_at, coalesce(u.name, ''), f.picture_sha256, "
    "f.original_sha256, f.width, f.height, f.mark_id, f.booking_id, f.note, coalesce(f.withdrawn_at, '') "
    f"FROM {TABLE} f LEFT JOIN users u ON u.id = f.taken_by"
)


def listing(store: PoliceStore, session: Session, person_id: int, *, withdrawn: bool = False) -> list[Photo]:
    """The photographs of a file in their order, without the pictures. Raises `Refused`."""
    session.require(SEE)
    ids = file_ids(store, person_id)
    only = "" if withdrawn else " AND f.withdrawn_at IS NULL"
    sql = f"{_SELECT} WHERE f.person_id IN ({', '.join('?' * len(ids))}){only} ORDER BY f.position, f.id"
    return [Photo(*row) for row in store.rows(sql, *ids)]


def photo(store: PoliceStore, session: Session, photo_id: int) -> Photo:
    """One photograph without its picture. Raises `Refused` when there is none."""
    session.require(SEE)
    row = store.row(f"{_SELECT} WHERE f.id = ?", photo_id)
    if row is None:
        raise Refused("There is no such photograph.")
    return Photo(*row)


def picture(store: PoliceStore, session: Session, photo_id: int, purpose: str, *, original: bool = False) -> bytes:
    """A picture, or the whole frame it was cut from, journaled first. Raises `Refused` also when it was changed."""
    found = photo(store, session, photo_id)
    column = "original_sealed" if original else "picture_sealed"
    access.open_view(store, session, "PHOTO", photo_id, purpose)
    data = store.opened(TABLE, column, photo_id)
    if original and not data:
        data = store.opened(TABLE, "picture_sealed", photo_id)
    if sha256(data) != (found.original_sha256 if original else found.picture_sha256):
        raise Refused("The picture is not the one that was taken: its SHA-256 differs. Tell the supervisor.")
    return data


def move(store: PoliceStore, session: Session, photo_id: int, position: int) -> None:
    """Put a photograph at a place in the order, counted from 1; the others follow."""
    session.require(CHANGE)
    with store.writing():
        one = photo(store, session, photo_id)
        others = [each for each in listing(store, session, one.person_id, withdrawn=True) if each.id != photo_id]
        ordered = [*others[: position - 1], one, *others[position - 1 :]]
        for place, each in enumerate(ordered, 1):
            store.run(f"UPDATE {TABLE} SET position = ?, version = version + 1 WHERE id = ?", place, each.id)
        audit.record(store, session, "photo.move", VIEW, one.person_id, detail=str(photo_id))


def withdraw(store: PoliceStore, session: Session, photo_id: int, reason: str) -> None:
    """Take a photograph out of the file; it stays, with its reason. Raises `Refused` without one."""
    session.require(CHANGE)
    if not reason:
        raise Refused("Say why the photograph is withdrawn.")
    with store.writing():
        one = photo(store, session, photo_id)
        now = store.now()
        store.run(f"UPDATE {TABLE} SET withdrawn_at = ?, version = version + 1 WHERE id = ?", now, photo_id)
        persons_history.keep(
            store, session, one.person_id, TABLE, photo_id, {}, {"withdrawn_at": now}, Why(END, reason)
        )
        audit.record(store, session, "photo.withdraw", VIEW, one.person_id, detail=str(photo_id))
