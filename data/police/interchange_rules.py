"""Which fields a record of the interchange file may have: ANSI/NIST-ITL 1-2011 and EBTS Type-2.

A rule names a field, how often it must and may occur, how long it is and which values it takes. Tags and occurrences:
EBTS listing (fbibiospecs), EFTS 7.1 table E-1, the ITL code list.
"""

from __future__ import annotations

from dataclasses import dataclass

ORI = r"[A-Z0-9]{9}"
FIRST_2011 = "0500"
"""The first version (1.002) that knows what the update of 2011 added."""


@dataclass(frozen=True)
class Tag:
    """A field. `codes` is a set of values here, `table` one of the agency's code tables."""

    number: int
    mnemonic: str
    least: int = 0
    most: int = 1
    longest: int = 0
    """Most characters of an item; 0: not limited here."""
    pattern: str = ""
    """A regular expression that every first item matches in full."""
    codes: frozenset[str] = frozenset()
    table: str = ""
    items: int = 1
    """Most items of a subfield."""
    is_date: bool = False


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


IMAGE_KINDS = frozenset({"FACE", "SCAR", "MARK", "TATTOO"})
LATER_IMAGE_KINDS = frozenset({"CONDITION", "MISSING", "OTHER"})
MARKS = frozenset({"SCAR", "MARK", "TATTOO"})
CODECS = _set("JPEGB JPEGL JP2 JP2L PNG NONE")
SPACES = _set("YCC SYCC SRGB RGB GRAY")
PROFILES = _set("0 1 10 11 12 13 14 15 20 30 32 40 42 50 51 52")
LATER_PROFILES = _set("32 42 52")
POSES = _set("F R L A D")
SOURCES = frozenset(
    {
        "UNSPECIFIED", "UNKNOWN PHOTO", "DIGITAL CAMERA", "SCANNER",
        "UNKNOWN VIDEO", "ANALOGUE VIDEO", "DIGITAL VIDEO", "VENDOR",
    }
)  # fmt: skip
IMPRESSIONS = _set("0 1 2 3 4 10 28 29")
FINGERS = frozenset(str(number) for number in range(16))

_TYPE_1 = (
    Tag(2, "VER", 1, pattern=r"0[2-5]\d\d"),
    Tag(3, "CNT", 1, 999, items=2),
    Tag(4, "TOT", 1, longest=16, pattern=r"[A-Z0-9]{1,16}"),
    Tag(5, "DAT", 1, is_date=True),
    Tag(6, "PRY", pattern=r"\d"),
    Tag(7, "DAI", 1, longest=20),
    Tag(8, "ORI", 1, pattern=ORI),
    Tag(9, "TCN", 1, longest=40),
    Tag(10, "TCR", longest=40),
    Tag(11, "NSR", 1, pattern=r"\d\d\.\d\d"),
    Tag(12, "NTR", 1, pattern=r"\d\d\.\d\d"),
    Tag(13, "DOM", items=2, longest=16),
    Tag(14, "GMT", pattern=r"\d{14}Z"),
)
_TYPE_2 = (
    Tag(2, "IDC", 1, pattern="0"),
    Tag(5, "RET", 1, codes=frozenset("YN")),
    Tag(9, "OCA", longest=20),
    Tag(14, "FBI", most=5, longest=9),
    Tag(15, "SID", longest=11, pattern=r"[A-Z]{2}[A-Z]?\d{1,8}"),
    Tag(16, "SOC", most=4, pattern=r"\d{9}"),
    Tag(17, "MNU", most=4, longest=15, pattern=r"[A-Z]{2}-[A-Z0-9 ]+"),
    Tag(18, "NAM", 1, longest=30, pattern=r"[A-Z0-9][A-Z0-9 .'-]*,[A-Z0-9 .'-]*"),
    Tag(19, "AKA", most=10, longest=30),
    Tag(20, "POB", 1, table="POB"),
    Tag(21, "CTZ", table="POB"),
    Tag(22, "DOB", 1, 5, is_date=True),
    Tag(24, "SEX", 1, codes=frozenset("FMU")),
    Tag(25, "RAC", 1, table="RAN"),
    Tag(26, "SMT", most=10, table="SMT"),
    Tag(27, "HGT", 1, pattern=r"000|[4-7](?:0\d|1[01])"),
    Tag(29, "WGT", 1, pattern=r"000|0[5-9]\d|[1-4]\d\d"),
    Tag(31, "EYE", 1, table="EYE"),
    Tag(32, "HAI", 1, table="HAI"),
    Tag(37, "RFP", longest=75),
    Tag(38, "DPR", 1, is_date=True),
    Tag(39, "EAD", longest=120),
    Tag(40, "OCP", longest=50),
    Tag(41, "RES", longest=120),
    Tag(45, "DOA", is_date=True),
    Tag(47, "ASL", most=40, items=2, longest=300),
    Tag(51, "CSL", most=40, items=3, longest=300),
    Tag(56, "ICO", longest=300),
    Tag(67, "IMA", items=3, longest=50),
    Tag(73, "CRI", 1, 3, pattern=ORI),
    Tag(84, "AMP", most=9, items=2),
)
_TYPE_10 = (
    Tag(2, "IDC", 1, pattern=r"[1-9]\d?"),
    Tag(3, "IMT", 1, codes=IMAGE_KINDS | LATER_IMAGE_KINDS),
    Tag(4, "SRC", 1, pattern=ORI),
    Tag(5, "PHD", 1, is_date=True),
    Tag(6, "HLL", 1, pattern=r"[1-9]\d{0,4}"),
    Tag(7, "VLL", 1, pattern=r"[1-9]\d{0,4}"),
    Tag(8, "SLC", 1, codes=frozenset("012")),
    Tag(9, "HPS", 1, pattern=r"[1-9]\d{0,4}"),
    Tag(10, "VPS", 1, pattern=r"[1-9]\d{0,4}"),
    Tag(11, "CGA", 1, codes=CODECS),
    Tag(12, "CSP", 1, codes=SPACES),
    Tag(13, "SAP", codes=PROFILES),
    Tag(20, "POS", codes=POSES),
    Tag(21, "POA", pattern=r"-?(?:\d|[1-9]\d|1[0-7]\d|180)"),
    Tag(23, "PAS", items=2, codes=SOURCES),
    Tag(24, "SQS", most=9, items=3),
    Tag(25, "SPA", items=6),
    Tag(26, "SXS", most=50),
    Tag(27, "SEC", table="EYE"),
    Tag(28, "SHC", most=2, table="HAI"),
    Tag(38, "COM", longest=126),
    Tag(39, "T10", pattern=r"\d{1,3}"),
    Tag(40, "SMT", most=3, table="SMT"),
    Tag(41, "SMS", items=2),
    Tag(42, "SMD", most=9, items=4),
    Tag(43, "COL", most=9, items=6),
)
_TYPE_14 = (
    Tag(2, "IDC", 1, pattern=r"[1-9]\d?"),
    Tag(3, "IMP", 1, codes=IMPRESSIONS),
    Tag(4, "SRC", 1, pattern=ORI),
    Tag(5, "FCD", 1, is_date=True),
    Tag(6, "HLL", 1, pattern=r"[1-9]\d{0,4}"),
    Tag(7, "VLL", 1, pattern=r"[1-9]\d{0,4}"),
    Tag(8, "SLC", 1, codes=frozenset("12")),
    Tag(9, "THPS", 1, pattern=r"[1-9]\d{2,3}"),
    Tag(10, "TVPS", 1, pattern=r"[1-9]\d{2,3}"),
    Tag(11, "CGA", 1, codes=_set("WSQ20 JP2 JP2L PNG NONE")),
    Tag(12, "BPX", 1, pattern="8"),
    Tag(13, "FGP", 1, codes=FINGERS),
    Tag(18, "AMP", most=4, items=2),
    Tag(20, "COM", longest=126),
    Tag(21, "SEG", most=4, items=5),
    Tag(22, "NQM", most=4, items=2),
    Tag(23, "SQM", most=45, items=4),
    Tag(24, "FQM", most=45, items=4),
)

RULES: dict[int, dict[int, Tag]] = {
    type: {tag.number: tag for tag in tags}
    for type, tags in ((1, _TYPE_1), (2, _TYPE_2), (10, _TYPE_10), (14, _TYPE_14))
}
"""Every field of every record type the desk exchanges."""
