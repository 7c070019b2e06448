"""Every display of the program and the keys that lead to it, for tests that look at all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import bookings_keys
import closing_keys
import frontdesk_keys
import livescan_keys
import mail_keys
import pettycash_keys
import police_audit_keys
import police_persons_keys
import police_records_keys
import registrants_keys
import returned_keys
import review_keys
import training_keys
import vehicles_keys
from conftest import MONDAY, police_sqlite_url, sqlite_url
from counter import CONFIG, InProcess, count_keys, in_process

from counter_tui.config import DrawerConfig, PoliceConfig
from data.catalog import Catalog
from data.clock import FixedClock
from data.police.store import PoliceStore
from data.store import Store
from screens.menus import directory
from screens.programs import parent

QUIET = replace(CONFIG, drawer=DrawerConfig(driver="printer-kick", sensor="none"))
"""A station whose drawer says nothing of itself, so that row 1 does not depend on when the printer is done."""


@dataclass(frozen=True)
class Scene:
    """One display: its name, and the keys from the main menu. `program` is the id expected in row 1, if told."""

    name: str
    keys: tuple[str, ...]
    program: str = ""


@dataclass(frozen=True)
class Group:
    """Displays that one clerk sees in one sitting; after each, F3 leads back to the main menu."""

    name: str
    clerk: str
    scenes: tuple[Scene, ...]
    prepare: tuple[str, ...] = ()
    """Keys after the sign-on."""
    each: tuple[str, ...] = field(default=("f3",))
    """Keys after each display."""
    seed: Callable[[Store, Path], None] | None = None
    """What is put into the store and its folder before the clerk signs on."""
    police: bool = False
    """Whether the station has the sample's police store beside it."""
    seed_police: Callable[[PoliceStore], None] | None = None
    """What is put into the police store before the clerk signs on."""


def scene(name: str, *keys: str, program: str = "") -> Scene:
    """A display and the keys to it."""
    return Scene(name, keys, program)


def listed(name: str, clerk: str, scenes: Iterable[tuple[str, tuple[str, ...], str]], **more: Any) -> Group:
    """A group whose displays are told as name, keys and program id; `more` as in `Group`."""
    return Group(name, clerk, tuple(scene(name, *keys, program=program) for name, keys, program in scenes), **more)


def _services() -> list[Scene]:
    return [
        scene(f"pay_{service.code.lower()}", f"1\n{service.number}\n", program=service.form.code)
        for service in Catalog.standard().services
    ]


def _menus() -> list[Scene]:
    """Every menu behind the main menu that a CSR II sees."""
    found = directory(Catalog.standard())
    seen = {parent(program.number) for program in found.programs.values() if program.permission.allows("CSR2")}
    return [scene(f"menu_{n.replace('.', '_')}", f"{n}\n", program=f"MENU{n}") for n in found.menus if n in seen]


def _programs() -> list[Scene]:
    """The first display of every program that a CSR II may start and that has no scene of its own."""
    registers = {register.code for register in Catalog.standard().registers}
    return [
        scene(f"program_{program.code.lower()}", f"{program.number}\n")
        for program in directory(Catalog.standard()).programs.values()
        if program.permission.allows("CSR2") and program.code not in registers | OWN_SCENES
    ]


OWN_SCENES = frozenset({
    "PAY", "FIND", "OPEN", "DROP", "PAIDOUT", "NOSALE", "X", "CLOSE", "RCPT", "DOCS", "JOBS", "PAPER", "WORK",
    "PASSWORD", "PIN", "COLORS", "OFF", "DAY", "TAPE", "PETTY", "PCSETTLE", "PCVOUCH", "PCFUND", "PCCOUNT", "PCREPLEN",
    "PCREIMB", "PCCHANGE", "PCORDERS", "PCCOUNTS", "REPO", "IMPOUND", "CITE", "SIGNOFF", "VEHICLE", "VEHDUE", "REPOLOG",
    "IMPLOG", "CITELOG", "SIGNLOG", "VISIT", "INSIDE", "VREVIEW", "CALL", "CALLS", "PAPERS", "RIDE", "RIDECAL", "FDDUE",
    "VISITLOG", "CALLLOG", "PAPERLOG", "RIDELOG",
})  # fmt: skip
"""Programs whose displays are listed one by one below, and sign-off, which shows none."""
ROLES = {"102": "CSR2", "201": "SUPERVISOR", "301": "FINANCE", "901": "ADMINISTRATOR", "501": "AUDITOR"}


def _registers(number: str) -> list[Scene]:
    """Lists and forms of the registers that this clerk, of all the clerks here, is the first to maintain."""
    found = []
    for register in Catalog.standard().registers:
        able = [who for who, role in ROLES.items() if register.change.allows(role)]
        able += [who for who, role in ROLES.items() if register.view.allows(role)]
        if able[:1] == [number]:
            code = register.code.lower()
            found.append(scene(f"list_{code}", f"{register.code}\n", program=register.code))
            if register.change.allows(ROLES[number]):
                found.append(scene(f"form_{code}", f"{register.code}\n", "f6"))
    return found


WATER = "1\n1\n10004567\n"
TENDERS = ("cash", "check", "card", "money_order", "cashiers_check", "credit")

GROUPS = (
    Group(
        "signing",
        "",
        (
            scene("sign_on", program="SGN010"),
            scene("devices", "f11", program="DEV010"),
        ),
        each=("f12",),
    ),
    Group(
        "counter",
        "102",
        (
            scene("menu_main", program="MENU"),
            *_menus(),
            scene("command_line", "f9", program="F9"),
            scene("command_codes", "f4"),
            scene("help", "f1", program="F1"),
            scene("tape", "f8", "1250+500-*"),
            scene("tape_menu", "f8", "1250+\n"),
            scene("tape_correct", "f8", "1250+\n", "2\n", program="F8C"),
            scene("tape_put_in", "f8", "1250+\n", "9\n", program="F8I"),
            scene("tape_take_off", "f8", "1250+\n", "10\n", program="F8O"),
            scene("tape_take", "f8", "1250+\n", "6\n", program="F8L"),
            scene("tape_batch", "f8", "\n8\n", program="F8B"),
            scene("tape_compared", "f8", "\n7\n", "1250+500+", "\n4\n", "1250+50+", "\n5\n", program="F8D"),
            scene("find", "f7", program="FND010"),
            scene("find_list", "f7", "ramirez\n", program="FND020"),
            scene("account", "10004567\n", program="ACC010"),
            scene("account_shutoff", "10004238\n", program="ACC010"),
            scene("drop", "3.2\n", program="DRW020"),
            scene("paid_out", "3.3\n", program="DRW025"),
            scene("no_sale", "3.4\n", program="DRW028"),
            scene("x_report", "3.5\n", program="DRW050"),
            scene("count", "3.6\n", program="DRW030"),
            scene("receipt_ask", "4.1\n", program="RCP010"),
            scene("receipt", "4.1\n1\n", program="RCP015"),
            scene("receipt_void", "4.1\n1\n2\n", program="RCP020"),
            scene("approval", "4.1\n2\n2\nWRONG\n1", program="APV010"),
            scene("documents", "4.2\n", program="RCP030"),
            scene("jobs", "4.3\n", program="JOB010"),
            scene("paper", "4.4\n", program="PRT020"),
            scene("works", "5\n", program="WRK010"),
            scene("password", "9.1\n", program="SGN020"),
            scene("pin", "9.2\n", program="SGN030"),
            scene("colors", "9.3\n", program="ME030"),
            *_registers("102"),
            *_programs(),
            scene("pay_menu", "1\n", program="PAY010"),
            *_services(),
            scene("pay_ub_known", WATER, program="UB10"),
            scene("pay_ub_choices", WATER, "tab", "f4"),
            scene("pay_ub_wrong", WATER, "99999999\n"),
        ),
        prepare=("3.1\n20000\n", "MC COPIES 250\n\n", "CI C42 50000\n60000\n", "1\n1\n10004567\n5000", "f2", "f3"),
    ),
    Group(
        "tender",
        "102",
        (
            scene("tender", WATER, "\n", program="PAY020"),
            *(
                scene(f"tender_{name}", WATER, "\n", f"{number}\n")
                for number, name in enumerate(TENDERS, 1)
                if name != "cash"
            ),
            scene("tender_mixed", WATER, "\n2 1021 2500\n", program="PAY020"),
            scene("tender_take_off", WATER, "\n8\n", program="PAY030"),
            scene("pay_leave", WATER, "\n", "f12", program="PAY900"),
        ),
        prepare=("3.1\n20000\n",),
    ),
    Group("no_drawer", "103", (scene("drawer_open", "3.1\n", program="DRW010"), scene("menu_bare", program="MENU"))),
    Group(
        "closing",
        "102",
        (
            scene("close_over_short", "3.6\n", count_keys(19_900, {}), "1", program="DRW035"),
            scene("why_off", "3.6\n", "3\n", program="BAL010"),
            scene("close_reason", "3.6\n", "1\n", program="DRW040"),
            scene("z_report", "3.6\n", "1\n1\n", program="DRW060"),
        ),
        prepare=("3.1\n20000\n",),
    ),
    Group("supervisor", "201", (scene("menu_supervisor", program="MENU"), *_registers("201"))),
    Group(
        "finance",
        "301",
        (
            scene("menu_finance", program="MENU"),
            scene("menu_7_finance", "7\n", program="MENU7"),
            scene("day_report", "8.1\n", program="RPT010"),
            scene("pass_month", "PASSMONTH 070126 073126\n", program="RPT080"),
            *_registers("301"),
        ),
    ),
    listed("petty_cash", "301", pettycash_keys.SCENES, prepare=pettycash_keys.PREPARE),
    listed("office", "103", closing_keys.SCENES, prepare=closing_keys.PREPARE),
    listed("returned", "102", returned_keys.SCENES, prepare=returned_keys.PREPARE),
    listed("mail", "102", mail_keys.SCENES, prepare=mail_keys.PREPARE, seed=mail_keys.seed),
    listed("frontdesk", "401", frontdesk_keys.SCENES, prepare=frontdesk_keys.PREPARE),
    listed("visitor_review", "403", frontdesk_keys.REVIEW_SCENES),
    listed("vehicles", "401", vehicles_keys.SCENES, prepare=vehicles_keys.PREPARE),
    listed("reviews", "201", review_keys.SCENES, seed=review_keys.seed),
    listed("police_audit", "501", police_audit_keys.SCENES, police=True, seed_police=police_audit_keys.seed),
    listed("second_factor", "", police_audit_keys.SIGNING, each=("f12",), seed=police_audit_keys.need_second_factor),
    listed("notice", "", police_audit_keys.NOTICE, each=("f12",), seed=police_audit_keys.notice),
    listed("police_desk", "401", police_audit_keys.DESK, police=True),
    listed("police_people", "403", police_audit_keys.KEEPING, police=True),
    listed("police_persons", "401", police_persons_keys.SCENES, police=True, seed_police=police_persons_keys.seed),
    listed("police_records", "401", police_records_keys.SCENES, police=True, seed_police=police_records_keys.seed),
    listed(
        "police_records_supervisor",
        "403",
        police_records_keys.KEEPING,
        police=True,
        seed_police=police_records_keys.seed,
    ),
    Group(
        "police_records_officer",
        "404",
        (scene("list_chri", "CHRI\n", program="CHRI"), scene("form_chri", "CHRI\n", "f6", program="CHR010")),
        police=True,
    ),
    listed("livescan", "401", livescan_keys.SCENES, police=True, seed_police=livescan_keys.seed),
    listed("rollers", "403", livescan_keys.KEEPING, police=True),
    listed("trainees", "201", training_keys.SCENES, seed=training_keys.seed),
    listed("registrants", "402", registrants_keys.SCENES, police=True, seed_police=registrants_keys.seed),
    listed("bookings", "401", bookings_keys.SCENES, police=True),
    listed("bookings_supervisor", "403", bookings_keys.KEEPING, police=True),
    Group("administrator", "901", (scene("menu_administrator", program="MENU"), *_registers("901"))),
    Group("lock", "102", (scene("locked", "ctrl+l", program="LCK010"),), each=("7033\n",)),
)


async def shown(
    group: Group, run_folder: Path, folder: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Scene, InProcess]]:
    """Each display of a group, while it is on the screen."""
    url = sqlite_url(run_folder, folder / "city.db", "city")
    police = police_sqlite_url(run_folder, folder / "police.db", url) if group.police else ""
    config = replace(QUIET, police=PoliceConfig(police, "", str(folder / "police-papers"))) if police else QUIET
    async with in_process(url, FixedClock(MONDAY), size=size, config=config, police_url=police) as counter:
        counter.app.training_folder, counter.app.course = str(folder / "training"), training_keys.COURSE
        if group.seed:
            group.seed(counter.app.store, folder)
        if group.seed_police and counter.app.police:
            group.seed_police(counter.app.police)
        if group.clerk:
            await counter.sign_on(group.clerk)
        await counter.press(*group.prepare)
        await counter.printed()
        for one in group.scenes:
            await counter.press(*one.keys)
            yield one, counter
            await counter.reset()
            await counter.press(*group.each)
