"""Two files of one person made one: nothing is rewritten, so it can be undone and both keep their history.

The merged file points to the kept one; whatever reads the kept file reads the rows of both (`persons.file_ids`). Two
people do it, and one of them is the police supervisor: who asks, or who approves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data import audit, authority, personnel
from data.permissions import POLICE, POLICE_SUPERVISOR, Permission, Refused
from data.police import persons_history
from data.police.persons import SEE, TABLE, VIEW, head_of, person
from data.police.persons_history import MERGE, UNMERGE, Why
from data.police.store import PoliceStore

if TYPE_CHECKING:
    from data.session import Approval, Session

MERGE_FILES = Permission(
    "persons.merge", "files are merged by the police desk with its supervisor.", frozenset({POLICE, POLICE_SUPERVISOR})
)
ACTION, SECOND = "person.merge", "person.second"
"""What is approved: a clerk's merge by a supervisor, a supervisor's by a second person (`authority_limits`)."""


@dataclass(frozen=True)
class Merge:
    """One merge. `undone_at` is empty while it holds."""

    id: int
    kept_id: int
    kept: str
    merged_id: int
    merged: str
    at: str
    clerk: str
    reason: str
    undone_at: str


def merge(
    store: PoliceStore, session: Session, kept_id: int, merged_id: int, reason: str, approval: Approval | None = None
) -> int:
    """Make `merged_id` a part of the file `kept_id`; the id of the merge.

    Raises `Refused` without the role, without approval, or when a file has been merged already.
    """
    session.require(MERGE_FILES)
    with store.writing():
        kept = person(store, session, kept_id, store.for_update)
        merged = person(store, session, merged_id, store.for_update)
        if kept.id == merged.id:
            raise Refused("That is the same file. Choose the other one.")
        for one in (kept, merged):
            if one.merged_into is not None:
                raise Refused(f"File {one.number} is a part of another file already.")
        approver = _approved(store, session, approval)
        store.run("UPDATE persons SET merged_into = ?, version = version + 1 WHERE id = ?", kept_id, merged_id)
        number = store.insert(
            "person_merges", kept_id=kept_id, merged_id=merged_id, at=store.now(), user_id=session.clerk.id,
            approver_id=approver, reason=reason,
        )  # fmt: skip
        why = Why(MERGE, reason)
        for key, other in ((merged_id, kept.number), (kept_id, merged.number)):
            persons_history.keep(store, session, key, TABLE, key, {}, {"merged": other}, why)
        audit.record(store, session, "person.merge", VIEW, merged_id, approver_id=approver, detail=str(kept_id))
    return number


def undo(store: PoliceStore, session: Session, merge_id: int, reason: str, approval: Approval | None = None) -> None:
    """Take a merge back: both files stand by themselves again. Raises `Refused` as `merge` does."""
    session.require(MERGE_FILES)
    with store.writing():
        row = store.row(
            f"SELECT kept_id, merged_id FROM person_merges WHERE id = ? AND undone_at IS NULL{store.for_update}",
            merge_id,
        )
        if row is None:
            raise Refused("That merge has been undone already.")
        kept_id, merged_id = int(row[0]), int(row[1])
        approver = _approved(store, session, approval)
        store.run("UPDATE persons SET merged_into = NULL, version = version + 1 WHERE id = ?", merged_id)
        store.run(
            "UPDATE person_merges SET undone_at = ?, undone_by = ?, undone_approver_id = ?, undone_reason = ? "
            "WHERE id = ?",
            store.now(), session.clerk.id, approver, reason, merge_id,
        )  # fmt: skip
        kept, merged = person(store, session, kept_id), person(store, session, merged_id)
        for key, other in ((merged_id, kept.number), (kept_id, merged.number)):
            persons_history.keep(
                store, session, key, TABLE, key, {"merged": other}, {"merged": ""}, Why(UNMERGE, reason)
            )
        audit.record(store, session, "person.unmerge", VIEW, merged_id, approver_id=approver, detail=str(kept_id))


def _approved(store: PoliceStore, session: Session, approval: Approval | None) -> int:
    """The id of who approved. Raises `Refused` until somebody else has."""
    action = SECOND if session.clerk.role == POLICE_SUPERVISOR else ACTION
    if approval is None:
        who = "a second person's" if action == SECOND else "the police supervisor's"
        raise Refused(f"Merging two files, or undoing it, needs {who} approval.", approval=action)
    authority.check(store, session, action, approval=approval)
    if approval.approver_id == session.clerk.id or approval.action != action:
        raise Refused("That approval does not count here. Ask for it again.", approval=action)
    today = session.clock.today()
    if missing := personnel.one(store.city, approval.approver_id, today).missing(today):
        raise Refused(f"{approval.approver_name} may not approve this: {missing}.", approval=action)
    return approval.approver_id


def merges(store: PoliceStore, session: Session, person_id: int) -> list[Merge]:
    """The merges in which a file has a part, newest first, undone ones too. Raises `Refused`."""
    session.require(SEE)
    head = head_of(store, person_id)
    rows = store.rows(
        "SELECT m.id, m.kept_id, k.number, m.merged_id, g.number, m.at, coalesce(u.name, ''), m.reason, "
        "coalesce(m.undone_at, '') FROM person_merges m JOIN persons k ON k.id = m.kept_id "
        "JOIN persons g ON g.id = m.merged_id LEFT JOIN users u ON u.id = m.user_id "
        "WHERE m.kept_id IN (?, ?) OR m.merged_id IN (?, ?) ORDER BY m.id DESC",
        person_id, head, person_id, head,
    )  # fmt: skip
    return [Merge(*row) for row in rows]
