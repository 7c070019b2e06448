"""The words of a booking: levels of a charge, ways it ends, poses, what is looked at before a photograph is kept."""

from __future__ import annotations

from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]
LEVELS: Pairs = (("F", "Felony"), ("M", "Misdemeanor"), ("I", "Infraction"))
RELEASED, CITED, BAILED, TRANSFERRED = "849B", "CITED", "BAILED", "TRANSFER"
DISPOSITIONS: Pairs = (
    (RELEASED, "Released, PC 849(b)"), (CITED, "Cited and released, PC 853.6"), (BAILED, "Bailed"),
    (TRANSFERRED, "Transferred to county jail"),
)  # fmt: skip
CONSULAR: Pairs = (("N", "Not a foreign national"), ("Y", "Notified"), ("D", "Declined"))
"""Consular notification (Vienna Convention, article 36; PC 834c)."""

FRONT = "F"
POSES: Pairs = (("F", "Front"), ("R", "Right profile"), ("L", "Left profile"), ("A", "Angled"))
"""Poses taken at this desk (ITL 10.020)."""
KIND_OF_POSE = {"F": "FRONT", "R": "RIGHT", "L": "LEFT", "A": "OTHER"}
"""The kind of photograph in the person file."""
FACE = "FACE"
IMAGE_OF_MARK = {"SC": "SCAR", "NM": "MARK", "TAT": "TATTOO", "RTAT": "TATTOO", "MISS": "MISSING"}
"""What a photograph shows (ITL 10.003), by the first word of the mark's NCIC code; anything else is `OTHER`."""
SOURCE, CAMERA_SOURCE = "DIGITAL VIDEO", "DIGITAL CAMERA"
"""Where a picture comes from (ITL 10.023): out of a live picture, or from a camera's own program."""

CHECKLIST: Pairs = (
    ("FACE", "One face, eyes open, neutral"), ("BARE", "No hat, scarf or glasses; ears seen"),
    ("CENTER", "Centered, as wide as the lines"), ("PLAIN", "Plain background, even light"),
    ("BOARD", "Booking number recorded"),
)  # fmt: skip
"""What the clerk looks at; a profile above 20 is claimed only when all of it holds."""

MEDICAL: Pairs = (
    ("ill", "Ill or injured now"), ("medicine", "Takes medicine"), ("allergy", "Allergies"),
    ("suicide", "Thoughts of suicide"), ("pregnant", "Pregnant"), ("influence", "Alcohol or drugs"),
    ("infection", "Something contagious"), ("doctor", "Wants a doctor"),
)  # fmt: skip
"""The questions at intake; the answers are sealed."""


def mark_image(smt: str) -> str:
    """What a picture of a mark with an NCIC code shows (ITL 10.003)."""
    return IMAGE_OF_MARK.get(smt.split(" ")[0], "OTHER")


@dataclass(frozen=True)
class Medical:
    """The answers at intake, sealed as one text: the questions answered yes, and what was said."""

    yes: tuple[str, ...] = ()
    notes: str = ""
