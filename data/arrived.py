"""Files that came from somebody else: a plain file, of a size that can be, read whole."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_PLAIN = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def read_whole(path: Path, most: int) -> bytes:
    """The content of a file of at most so many bytes. Raises `OSError`.

    Whoever may put files into a folder can also lay a link to the program's own files there, or a pipe that never ends.
    """
    with open(path, "rb", buffering=0, opener=lambda name, flags: os.open(name, flags | _PLAIN)) as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no plain file", str(path))
        if found.st_size > most:
            raise OSError(errno.EFBIG, "it is too large", str(path))
        return file.readall()[:most]
