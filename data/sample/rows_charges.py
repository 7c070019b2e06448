"""Shipped rows for what can be paid for: ledger accounts, charge codes with their splits, and dated fees.

Account strings are samples (fund-department-object); the city's own come from its chart. Fees name their source;
where a city publishes none, the row says that the figure is only a sample.
"""

from __future__ import annotations

from data import settings
from data.settings import SettingRow
from data.store import Store

VALID_FROM = "2024-01-01"
"""The first day of the shipped charge codes."""
SAMPLE = "Sample figure: the city's own is not published"

GL_ROWS: tuple[tuple[str, str, str], ...] = (
    ("100-000-1320", "Accounts receivable, returned checks", "ASSET"),
    ("551-000-1310", "Accounts receivable, water utility", "ASSET"),
    ("551-000-2310", "Customer deposits payable", "LIABILITY"),
    ("551-000-2320", "Unapplied customer credit", "LIABILITY"),
    ("100-000-2410", "Due to the transit agency", "LIABILITY"),
    ("100-000-2420", "Due to the State: disability access", "LIABILITY"),
    ("100-000-4110", "Business license tax", "REVENUE"),
    ("100-000-4120", "Business license penalty", "REVENUE"),
    ("100-050-4310", "Parking citations", "REVENUE"),
    ("100-050-4320", "Vehicle impound fees", "REVENUE"),
    ("100-050-4330", "Police report copies", "REVENUE"),
    ("100-050-4340", "Court share of fines", "REVENUE"),
    ("100-030-4410", "Passport execution fees", "REVENUE"),
    ("100-030-4420", "Passport photos", "REVENUE"),
    ("100-030-4430", "Copies and publications", "REVENUE"),
    ("100-030-4440", "Bus passes, city's own", "REVENUE"),
    ("100-030-4450", "Returned check charges", "REVENUE"),
    ("100-030-4490", "Miscellaneous revenue", "REVENUE"),
    ("230-000-4130", "Disability access and education", "REVENUE"),
    ("240-000-4510", "Parking district permits", "REVENUE"),
    ("240-000-4520", "Parking district tags", "REVENUE"),
    ("100-060-4610", "Park and room rentals", "REVENUE"),
    ("100-070-4710", "Encroachment permits", "REVENUE"),
    ("551-000-4810", "Water service fees", "REVENUE"),
    ("555-000-4820", "Wastewater service fees", "REVENUE"),
)
"""String, title, kind."""

SETTING_ROWS: tuple[SettingRow, ...] = (
    ("gl.ar_utility", "551-000-1310", "gl", "Sample chart"),
    ("gl.deposits_payable", "551-000-2310", "gl", "Sample chart"),
    ("gl.unapplied_credit", "551-000-2320", "gl", "Sample chart"),
    ("gl.passes_due", "100-000-2410", "gl", "Sample chart"),
    ("gl.passes_revenue", "100-030-4440", "gl", "Sample chart"),
    (
        "payment.order.utility",
        "RETURNED-FEE TURN-ON LATE WASTEWATER WATER-FIXED WATER-USAGE OTHER",
        "text",
        "No city rule is published",
    ),
    ("fee.copy_page", "10", "cents", "North County Parents v. Department of Education (1994)"),
    ("fee.impound", "18000", "cents", "Escondido Police page, undated"),
    ("impound.tenders", "CA MO CC", "text", "Escondido Police page, undated: no cards or personal checks"),
    ("fee.casp", "400", "cents", "Government Code 4467"),
    ("fee.passport_execution", "3500", "cents", "22 CFR 51.51"),
    ("fee.passport_photo", "1500", "cents", SAMPLE),
    ("fee.returned_first", "2500", "cents", SAMPLE),
    ("fee.returned_next", "3500", "cents", SAMPLE),
    ("fee.returned_first_cap", "2500", "cents", "Civil Code 1719"),
    ("fee.returned_next_cap", "3500", "cents", "Civil Code 1719"),
    ("passport.enabled", "Y", "yes", "Whether this office takes applications"),
    ("passport.state.adult.book", "13000", "cents", "State Department fees 2026, secondary source"),
    ("passport.state.adult.card", "3000", "cents", "State Department fees 2026, secondary source"),
    ("passport.state.adult.both", "16000", "cents", "State Department fees 2026, sum of the two"),
    ("passport.state.minor.book", "10000", "cents", "State Department fees 2026, secondary source"),
    ("passport.state.minor.card", "1500", "cents", "State Department fees 2026, secondary source"),
    ("passport.state.minor.both", "11500", "cents", "State Department fees 2026, sum of the two"),
    ("passport.state.expedite", "6000", "cents", "State Department fees 2026, secondary source"),
    ("passport.state.fast_return", "2205", "cents", "State Department fees, changes often: verify"),
)

ChargeRow = tuple[str, str, str, str, int | None, str, tuple[tuple[str, int], ...]]
"""Code, title, Spanish title, department, usual cents or None, reference label, ledger accounts and hundredths."""

CHARGE_ROWS: tuple[ChargeRow, ...] = (
    (
        "CITATION",
        "Parking citation",
        "Multa de estacionamiento",
        "POLICE",
        None,
        "Citation number",
        (("100-050-4310", 8000), ("100-050-4340", 2000)),
    ),
    (
        "POLICE-REPORT",
        "Police report copy",
        "Copia de informe policial",
        "POLICE",
        None,
        "Report number",
        (("100-050-4330", 10000),),
    ),
    (
        "IMPOUND",
        "Impound fee",
        "Cargo por vehículo incautado",
        "POLICE",
        None,
        "Impound number",
        (("100-050-4320", 10000),),
    ),
    (
        "PARKING-PERMIT",
        "Parking permit",
        "Permiso de estacionamiento",
        "PARKING",
        None,
        "Permit number",
        (("240-000-4510", 10000),),
    ),
    (
        "PARKING-TAG",
        "Parking tag replacement",
        "Reposición de distintivo",
        "PARKING",
        None,
        "Permit number",
        (("240-000-4520", 10000),),
    ),
    (
        "LICENSE-TAX",
        "Business license tax",
        "Impuesto de licencia comercial",
        "LICENSE",
        None,
        "License number",
        (("100-000-4110", 10000),),
    ),
    (
        "LICENSE-PENALTY",
        "Business license penalty",
        "Recargo de licencia comercial",
        "LICENSE",
        None,
        "License number",
        (("100-000-4120", 10000),),
    ),
    (
        "CASP",
        "State disability access fee",
        "Cuota estatal de accesibilidad",
        "LICENSE",
        None,
        "License number",
        (("230-000-4130", 9000), ("100-000-2420", 1000)),
    ),
    (
        "PASSPORT",
        "Passport execution fee",
        "Trámite de pasaporte",
        "CLERK",
        None,
        "Applicant",
        (("100-030-4410", 10000),),
    ),
    ("PASSPORT-PHOTO", "Passport photo", "Foto de pasaporte", "CLERK", None, "Applicant", (("100-030-4420", 10000),)),
    ("RETURNED-CHECK", "Returned check", "Cheque devuelto", "FINANCE", None, "Case number", (("100-000-1320", 10000),)),
    (
        "RETURNED-FEE",
        "Returned check charge",
        "Cargo por cheque devuelto",
        "FINANCE",
        None,
        "Case number",
        (("100-030-4450", 10000),),
    ),
    ("COPIES", "Copies", "Copias", "CLERK", 10, "", (("100-030-4430", 10000),)),
    (
        "RENTAL",
        "Room or field rental",
        "Alquiler de sala o cancha",
        "PARKS",
        None,
        "Booking number",
        (("100-060-4610", 10000),),
    ),
    (
        "ENCROACH",
        "Encroachment permit",
        "Permiso de ocupación de vía",
        "ENGINEERING",
        None,
        "Permit number",
        (("100-070-4710", 10000),),
    ),
    (
        "SEWER-TAP",
        "Water and sewer connection",
        "Conexión de agua y drenaje",
        "UTILITIES",
        None,
        "Permit number",
        (("551-000-4810", 6667), ("555-000-4820", 3333)),
    ),
    ("MISC", "Miscellaneous revenue", "Ingresos varios", "FINANCE", None, "Invoice number", (("100-030-4490", 10000),)),
)


def load(store: Store) -> None:
    """Add the shipped rows that are not there yet; running it twice changes nothing."""
    with store.writing():
        load_gl(store, GL_ROWS)
        settings.load_rows(store, SETTING_ROWS)
        present = {code for (code,) in store.rows("SELECT code FROM charge_codes")}
        for row in CHARGE_ROWS:
            if row[0] not in present:
                _add_charge(store, row)


def load_gl(store: Store, rows: tuple[tuple[str, str, str], ...]) -> None:
    """Add ledger accounts that are not there yet."""
    present = {gl for (gl,) in store.rows("SELECT gl FROM gl_accounts")}
    for gl, title, kind in rows:
        if gl not in present:
            store.insert("gl_accounts", gl=gl, title=title, kind=kind)


def _add_charge(store: Store, row: ChargeRow) -> None:
    code, title, title_es, department, cents, label, splits = row
    charge_id = store.insert(
        "charge_codes",
        code=code,
        title=title,
        title_es=title_es,
        department=department,
        amount_cents=cents,
        reference_label=label,
        valid_from=VALID_FROM,
        authority="Sample charge code",
    )
    for n, (gl, percent) in enumerate(splits, 1):
        store.insert("charge_splits", charge_code_id=charge_id, n=n, gl=gl, percent=percent)
