"""Where the traceback of our own mistakes goes: a file of the person's own, never the screen.

Passwords of database URLs and what identifies people are taken out; the file is readable by its
owner only, and neither it nor a folder on the way may be a symlink, for whoever placed one would
choose what we overwrite.
"""

from __future__ import annotations

import os
import re
import time
import traceback
from pathlib import Path

_SECRETS = (
    (re.compile(r"(://[^\s:/@]*):[^\s@]*@"), r"\1:***@"),
    (re.compile(r"(password\s*[=:]\s*)\S+", re.IGNORECASE), r"\1***"),
    (re.compile(r"\[parameters: .*"), "[parameters: ***]"),
    (re.compile(r"(DETAIL: ).*"), r"\1***"),
    (re.compile(r"\b\d{17}[\dXx]\b", re.ASCII), "***"),  # an identity number
    (re.compile(r"\b1\d{10}\b", re.ASCII), "***"),  # a mobile phone
)


def write_crash(error: BaseException) -> Path:
    """Write the traceback of `error` and say where.

    Raises:
        OSError: it could not be written; the reason is fit to show.
    """
    folder = log_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if Path(os.path.realpath(folder)) != folder:
        raise OSError(0, "symlink", str(folder))
    if folder.stat().st_mode & 0o002:
        raise OSError(0, "world-writable", str(folder))
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    path = folder / f"wxzj-{moment}-{os.getpid()}.log"
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(
        os.open(path, flags, 0o600), "w", encoding="utf-8", errors="backslashreplace"
    ) as log:
        log.write(redact("".join(traceback.format_exception(error))))
    return path


def log_folder() -> Path:
    """Give `$WXZJ_LOG_DIR`, or wxzj's folder in the person's state folder."""
    named = os.environ.get("WXZJ_LOG_DIR")
    if named:
        return Path(os.path.abspath(named))  # noqa: PTH100 - `resolve` would follow the symlinks that we refuse
    return Path.home() / ".local" / "state" / "wxzj"


def redact(text: str) -> str:
    """Take passwords and what identifies people out of `text`.

    >>> redact("could not reach postgresql://li:geheim@db/city")
    'could not reach postgresql://li:***@db/city'
    """
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text
