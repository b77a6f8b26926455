"""Every error a person can meet, on one page.

```
LedgerError                 everything fit to show a person; a skin catches this one only   exit 1
├─ InputError               what was typed, or a file, cannot be read                       exit 2
│  └─ BadRows               rows of a file, each with its place and remedy         exit 2 or 3
├─ Refused                  understood, and not allowed by a rule                           exit 3
├─ BookError                the database cannot be used                                     exit 4
└─ Corrupt                  the books contradict themselves: stop, tell the auditor         exit 5
```

Each carries a stable word for scripts (`docs/errors.md` lists them), a message for people, and
what to do next. The words never change; the messages may.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class LedgerError(Exception):
    """Something went wrong that a person can understand.

    Args:
        code: the stable word, such as `month_closed`.
        message: what is wrong and where, in the language in force.
        hint: what to do next, in the language in force.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(code, message, hint)
        self.code = code
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class InputError(LedgerError):
    """What was typed, or a file, cannot be read."""

    exit_code = 2


class Refused(LedgerError):
    """Understood, and not allowed by a rule."""

    exit_code = 3


class BookError(LedgerError):
    """The database cannot be used: missing, locked, of another version, full, read-only."""

    exit_code = 4


class Corrupt(LedgerError):
    """The books contradict themselves."""

    exit_code = 5


@dataclass(frozen=True, slots=True)
class BadRow:
    """One bad cell or row of a file.

    Attributes:
        row: the row of the file as an office program numbers it, from 1; 0 for the whole file.
        column: the head of the column as the file has it, or "".
        value: what stood there.
        code: the stable word.
        message: what is wrong.
        hint: what to do.
        refused: True where the row could be read and a rule refuses it.
    """

    row: int
    column: str
    value: str
    code: str
    message: str
    hint: str
    refused: bool = False


class BadRows(InputError):
    """The bad rows of a file. Exit 2 where a row could not be read, 3 where a rule refused all."""

    def __init__(self, file: str, rows: tuple[BadRow, ...], message: str, hint: str) -> None:
        assert rows
        super().__init__(rows[0].code, message, hint)
        self.file = file
        self.rows = rows
        self.exit_code = 3 if all(row.refused for row in rows) else 2  # type: ignore[misc] # one file, two causes
