"""The sample city's petty cash fund, set up by finance on the day the sample is made."""

from __future__ import annotations

from data.office_session import office_session
from data.pettycash_register import REGISTER
from data.records import save
from data.store import Store

FUND = {
    "code": "PC1",
    "title": "Customer service counter",
    "amount_cents": "200.00",
    "custodian": "102",
    "alternate": "103",
    "location": "Drawer under till 02",
    "voucher_limit_cents": "50.00",
    "replenish_cents": "40.00",
}
"""The fund as finance types it; 50.00 a voucher as in small cities (Mukilteo 3.28)."""
FINANCE = "301"
"""Who sets it up."""


def load(store: Store) -> None:
    """Set the fund up; nothing when there is one."""
    if store.value("SELECT 1 FROM petty_funds LIMIT 1"):
        return
    form = REGISTER.form
    save(store, office_session(store, FINANCE), REGISTER, None, form.clean({**form.opening(), **FUND}))
