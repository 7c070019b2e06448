"""A QR code in half blocks: two rows of modules to a row of the terminal."""

from __future__ import annotations

_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
"""Light is drawn and dark is left out, because the themes are light on dark."""
_QUIET = 2
"""Light modules around the code; the standard's four do not fit 24 rows, and telephones read it with two."""


def qr_rows(text: str) -> list[str]:
    """The rows of the code of a text, with the least error correction, so that it is as small as can be.

    Up to 78 bytes take 37 columns and 19 rows, up to 106 take 41 and 21 (ISO/IEC 18004, versions 4-L and 5-L).
    """
    from qrcode.constants import ERROR_CORRECT_L
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_L, border=_QUIET)
    code.add_data(text)
    code.make(fit=True)
    light = [[not dark for dark in row] for row in code.get_matrix()]
    light += [[False] * len(light)] * (len(light) % 2)
    return [
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(light[::2], light[1::2], strict=True)
    ]
