"""Documents: declared content without a printer byte; a renderer turns it into paper, PDF or text.

An element is one of `{"text", "align", "size", "bold"}`, `{"pair": [left, right], "bold"}`, `{"rule": "-"}`,
`{"blank": lines}`, `{"barcode": text}`, `{"qr": text}`, `{"image": path}` and `{"cut": true}`.
"""

from __future__ import annotations

from typing import Any

Element = dict[str, Any]
"""One element of a paper."""
