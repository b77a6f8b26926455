"""A shell to type commands in: the real program on a real database, in this process.

Dates lie in 2025, so that no test depends on the day it runs.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from ledger.main import main
from ledger.store import schema
from ledger.store.database import open_database

ROSTER = "小区编号,小区名称,幢,单元,房号,建筑面积,房屋性质,产权人,交存标准（元/㎡）,售房单位"
OPENING = "房屋编号,本金余额,收益余额,银行账号,累计交存"
DEPOSITS = "到账日期,房屋编号,金额,银行账号,银行流水号,交款方,摘要"


class Answer(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        """Read what a script reads."""
        told: dict[str, Any] = json.loads(self.out)
        return told

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Read the rows of what a script reads."""
        rows: list[dict[str, Any]] = self.data["rows"]
        return rows


@dataclass
class Shell:
    """A database, and a folder of files to bring to it.

    Attributes:
        url: where the database is.
        folder: where the files lie.
    """

    url: str
    folder: Path

    def __call__(self, *words: str) -> Answer:
        """Type `words` after `wxzj`; the words `--lang` and `--as` may come first."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main(["--db", self.url, *words])
        return Answer(code, out.getvalue(), err.getvalue())

    def done(self, *words: str) -> Answer:
        """Type `words` and see that it worked."""
        answer = self(*words)
        assert answer.code == 0, answer
        return answer

    def read(self, *words: str) -> dict[str, Any]:
        """Type `words` and return what a script reads."""
        return self.done(*words, "--format", "json").data

    def file(self, name: str, head: str, *rows: str, encoding: str = "utf-8") -> str:
        """Write a file of `rows` below `head` and return its path."""
        path = self.folder / name
        path.write_text("\n".join([head, *rows, ""]), encoding=encoding)
        return str(path)

    def everything(self) -> dict[str, list[str]]:
        """Return every row of the database but the operation log's."""
        database = open_database(self.url)
        with closing(database), database.read() as tx:
            return {
                table.name: sorted(str(tuple(row)) for row in tx.conn.execute(select(table)))
                for table in schema.metadata.sorted_tables
                if table.name != "trail"
            }


def keys(rows: Sequence[dict[str, Any]], wanted: str) -> bool:
    """Tell whether each of `rows` has the keys `wanted`, written with blanks between."""
    return bool(rows) and all(set(wanted.split()) <= set(row) for row in rows)
