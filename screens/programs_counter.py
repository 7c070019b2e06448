"""What the main menu and menus 3 to 9 offer: the counter, receipts, accounts, reports, the clerk's own sign-on."""

from __future__ import annotations

from data import badges, find, rights
from data.permissions import ADMINISTRATOR, AUDITOR, DESK, FINANCE, ROLES, STAFF, SUPERVISOR, Permission
from data.training.duties import OBSERVE
from screens.programs import Program

PAY = Permission("pay", "only the counter and the police desk take payments.", DESK)
DRAWER = Permission("drawer", "a cash drawer is for those who take money.", DESK)
DRAWER_SEE = Permission("drawer.see", "drawer reports are for the counter, finance and the auditor.", STAFF)
RECEIPTS = Permission("receipt.see", "receipts are for the counter, finance and the auditor.", STAFF)
DEVICES = Permission("devices.test", "the devices of a station are tested by its staff.", STAFF | {ADMINISTRATOR})
CAMERA = Permission("camera.test", "the camera of a station is tested by its staff.", DESK | {FINANCE, ADMINISTRATOR})
WORKS = Permission("works.see", "unfinished work is for those who work at the counter.", STAFF)
REPORTS = Permission("reports", "the day's totals are for the supervisor, finance and the auditor.",
                     frozenset({SUPERVISOR, FINANCE, AUDITOR}))  # fmt: skip
EVERYONE = Permission("me", "everybody who has signed on.", frozenset(role for role, _ in ROLES))

PROGRAMS = (
    Program("PAY", "1", "Take payments", "cashier.pay", PAY, needs_drawer=True),
    Program("FIND", "2", "Find account, person, receipt", "find.find_anything", find.FIND),
    Program("OPEN", "3.1", "Open the drawer", "drawer.open_drawer", DRAWER),
    Program("DROP", "3.2", "Safe drop", "drawer.safe_drop", DRAWER, needs_drawer=True),
    Program("PAIDOUT", "3.3", "Paid out", "drawer.paid_out", DRAWER, needs_drawer=True),
    Program("NOSALE", "3.4", "No sale: open without a sale", "drawer.no_sale", DRAWER, needs_drawer=True),
    Program("X", "3.5", "X report", "drawer.x_report", DRAWER_SEE, needs_drawer=True),
    Program("CLOSE", "3.6", "Count and close the drawer", "drawer.count", DRAWER),
    Program("RCPT", "4.1", "Show, print again or void a receipt", "receipts.ask_receipt", RECEIPTS),
    Program("DOCS", "4.2", "Documents of my drawer", "receipts.list_documents", RECEIPTS),
    Program("JOBS", "4.3", "Print jobs", "jobs.show_jobs", RECEIPTS),
    Program("PAPER", "4.4", "Paper of the simulated printer", "devices.show_paper", RECEIPTS),
    Program("DEVICES", "4.5", "Test the devices of this station", "devices.show_devices", DEVICES),
    Program("CAMERA", "4.6", "Test the camera of this station", "photo.try_camera", CAMERA),
    Program("BADGE", "4.7", "Print a badge or label", "badges.show_badge", badges.PRINT),
    Program("REVIEW", "4.8", "Postings that wait for a look", "reviewqueue.queue", rights.REVIEW),
    Program("MARKS", "4.9", "Postings that were looked at", "reviewqueue.marks", rights.MARKS),
    Program("WATCH", "4.10", "Whose postings wait for a look", "reviewqueue.switches", rights.REVIEW),
    Program("WORK", "5", "Suspended work", "works.show_works", WORKS),
    Program("ACCT", "6.1", "Account display", "utility.ask_account", find.FIND),
    Program("DAY", "8.1", "Day report", "reports.day", REPORTS),
    Program("REGISTER", "8.2", "Receipt register", "reports.register", REPORTS),
    Program("SUMMARY", "8.3", "Cash summary", "reports.summary", REPORTS),
    Program("VOIDS", "8.4", "Voids and refunds", "reports.voids", REPORTS),
    Program("VOLUME", "8.5", "Volume by hour", "reports.volume", REPORTS),
    Program("PACE", "8.6", "Pace of the clerks", "reports.pace", REPORTS),
    Program("DEPAUDIT", "8.7", "Posted and deposited", "reports.posted_and_deposited", REPORTS),
    Program("OVERSHORT", "8.8", "Over and short by clerk", "reports.over_and_short", REPORTS),
    Program("SURPRISES", "8.9", "Surprise counts", "reports.surprises", REPORTS),
    Program("PASSMONTH", "8.10", "Bus passes, month end", "reports.passes", REPORTS),
    Program("TRAINEES", "8.30", "Proficiency of trainees", "training_record.trainees", OBSERVE),
    Program("PASSWORD", "9.1", "Change password", "me.password", EVERYONE),
    Program("PIN", "9.2", "Change PIN", "me.pin", EVERYONE),
    Program("COLORS", "9.3", "Colors", "me.theme", EVERYONE),
    Program("OFF", "90", "Sign off", "me.sign_off", EVERYONE),
)
