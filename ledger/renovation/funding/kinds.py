"""The kinds of money that pay for a renovation (资金渠道). Pure; the list is data.

国办发〔2020〕23号 四. What a memo holds counts in no total: it went to a person, or another source
holds it already.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ledger.values.errors import Refused
from ledger.values.i18n import _, in_chinese
from ledger.values.text import fold_width, shown


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A kind of money.

    Attributes:
        key: its word.
        rank: its place in the waterfall; the lowest is used first.
        account: where it stands in the project's memo book; None for a memo.
        classes: the classes of works that it may pay for; empty for all.
        fiscal: whether it is money of the state.
        payer: whether whoever pays must be named.
        borrower: whether it is borrowed: the borrower must be named and be no government body.
        network: whether it pays for the payer's own plant alone.
        memo: whether it counts in no total.
        of: the kind that holds it already.
        source: document and article.
        confidence: T text read, S secondary, M from memory, D derived, R recommendation.
    """

    key: str
    rank: int
    zh: str
    en: str
    paper_zh: str
    paper_en: str
    source: str
    confidence: str
    account: str | None = None
    classes: tuple[str, ...] = ()
    fiscal: bool = False
    payer: bool = False
    borrower: bool = False
    network: bool = False
    memo: bool = False
    of: str | None = None

    @property
    def name(self) -> str:
        """What people call it, in the language in force."""
        return self.zh if in_chinese() else self.en

    @property
    def paper(self) -> str:
        """What shows it, in the language in force."""
        return self.paper_zh if in_chinese() else self.paper_en


@cache
def _file() -> Mapping[str, Any]:
    text = resources.files("ledger.renovation.funding").joinpath("kinds.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def kinds() -> Mapping[str, SourceKind]:
    """Return every kind of money, by key, in the order of the waterfall."""
    found = [
        SourceKind(**{**row, "classes": tuple(row.get("classes", ()))}) for row in _file()["kind"]
    ]
    return {kind.key: kind for kind in sorted(found, key=lambda kind: kind.rank)}


def find_kind(word: str) -> SourceKind:
    """Return the kind of money that a word calls, by key or by Chinese or English name.

    Raises:
        Refused: `source_kind_unknown`.
    """
    plain = fold_width(word).strip()
    for kind in kinds().values():
        if plain in {kind.key, kind.zh, kind.en, fold_width(kind.zh)}:
            return kind
    raise Refused(
        "source_kind_unknown",
        _("没有资金渠道“{word}”").format(word=shown(word)),
        _("可以是：{kinds}").format(
            kinds="、".join(f"{kind.key} {kind.name}" for kind in kinds().values())
        ),
    )


def is_government(name: str) -> bool:
    """Tell whether a borrower's name is that of a government body (四（三）).

    >>> is_government("某区住房和城乡建设局"), is_government("城市更新投资有限公司")
    (True, False)
    """
    plain = fold_width(name).strip()
    return any(plain.endswith(word) for word in _file()["government"])
