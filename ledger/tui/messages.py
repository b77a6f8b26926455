"""What widgets, screens and workers tell each other: nobody calls upwards, they post a message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual.message import Message

from ledger.desk.browse import Card, Choice, Cut, Head, Page
from ledger.values.errors import LedgerError


@dataclass
class PageWanted(Message):
    """A table needs rows that it does not hold.

    Attributes:
        table: its id.
        serial: which list it shows; an answer for an earlier one is dropped.
    """

    table: str
    serial: int
    cut: Cut


@dataclass
class PageRead(Message):
    """Rows for a table came from the desk."""

    table: str
    serial: int
    cut: Cut
    page: Page[Any]


@dataclass
class CardRead(Message):
    """What is known of a sub-account came from the desk."""

    card: Card


@dataclass
class HeadRead(Message):
    """The head of a voucher came from the desk."""

    head: Head


@dataclass
class ReadFailed(Message):
    """The desk could not answer.

    Attributes:
        group: the table that waits, or another name of the question.
    """

    group: str
    error: LedgerError


@dataclass
class Broken(Message):
    """Something failed that no person could have caused: our own mistake."""

    error: BaseException


@dataclass
class CursorMoved(Message):
    """Another row of a table was chosen, or its rows or their place changed.

    Attributes:
        by_hand: a person chose.
    """

    table: str
    by_hand: bool = False


@dataclass
class RowOpened(Message):
    """A row of a table was clicked twice."""

    table: str


@dataclass
class Searched(Message):
    """Something to look for was typed."""

    text: str


@dataclass
class Found(Message):
    """The desk made out what was meant by the words that were typed.

    Attributes:
        text: the words; empty where nothing is looked for.
    """

    text: str
    choice: Choice


@dataclass
class SubAccountOpened(Message):
    """The sub-account of a share was chosen; the app knows its screen."""

    book_id: int
    sub_id: int
    code: str
