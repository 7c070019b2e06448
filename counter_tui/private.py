"""What this process leaves behind is not for everybody: neither its files nor, when it dies, an image of its memory."""

from __future__ import annotations

import os
import resource

OTHERS = 0o027
"""What everybody else on the machine may not do with a file, and the group may only read."""


def keep_private() -> None:
    """Take others' rights off every file and folder made from now on, leave no core dump, and log no keys.

    The memory holds the police store's keys, and what is on the screen (CJIS SC-28, AC-11(1)). TEXTUAL_LOG and its like
    make Textual write every event, and so every key, to a file: they are forgotten before it is imported.
    """
    for name in [name for name in os.environ if name.startswith("TEXTUAL_")]:
        del os.environ[name]
    os.umask(os.umask(OTHERS) | OTHERS)
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        return
    # 1, not 0: Linux then gives nothing to a program that collects dumps either (fs/coredump.c); 0 only stops files.
    resource.setrlimit(resource.RLIMIT_CORE, (1, 1))
