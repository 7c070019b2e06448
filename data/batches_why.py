"""Why a mail batch is off its control: its checks as `balancing_batch` wants them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from data import batches
from data.balancing_batch import Keyed, explain_batch

if TYPE_CHECKING:
    from data.balancing import Explanation
    from data.store import Store


def why(store: Store, batch_id: int) -> tuple[Explanation, ...]:
    """What may be wrong with a batch, likeliest first; empty when it balances or nothing explains it."""
    batch = batches.get(store, batch_id)
    return explain_batch(_checks(store, batch_id), batch.control_count, batch.control_cents)


def _checks(store: Store, batch_id: int) -> list[Keyed]:
    """Each check of a batch: what was keyed for it, and what its stubs and accounts ask for, in cents."""
    found = sorted(batches.items(store, batch_id), key=lambda one: (one.check_n, one.n))
    keyed = []
    for n, group in groupby(found, key=lambda one: one.check_n):
        stubs = list(group)
        due = sum(one.due_cents for one in stubs)
        printed = sum(one.stub_cents or one.due_cents for one in stubs)
        asked = frozenset(cents for cents in (due, printed) if cents > 0)
        keyed.append(Keyed(n, sum(one.amount_cents for one in stubs), asked, stubs[0].account, n))
    return keyed
