"""The networks to which assets belong (供水, 供电, 供热, …): data with their sources."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ledger.values.errors import InputError
from ledger.values.i18n import _, in_chinese
from ledger.values.text import shown


@dataclass(frozen=True, slots=True)
class Network:
    """A network.

    Attributes:
        works: the kinds of work, words of `fund.using.works`, that repair such an asset.
        operated: whether there are professional operators for it.
        source: the document and article that name it.
    """

    code: str
    zh: str
    en: str
    works: tuple[str, ...]
    operated: bool
    source: str

    @property
    def title(self) -> str:
        """What people call it, in the language in force."""
        return self.zh if in_chinese() else self.en


@cache
def networks() -> Mapping[str, Network]:
    """Return every network by its code, in the order of the file."""
    text = resources.files("ledger.registry").joinpath("networks.toml").read_text("utf-8")
    return {
        row["code"]: Network(**{**row, "works": tuple(row["works"])})
        for row in tomllib.loads(text)["network"]
    }


def read_network(word: str) -> str:
    """Return the code of a network, given by code or in Chinese.

    Raises:
        InputError: `network_unknown`.
    """
    by_name = {each.zh: code for code, each in networks().items()}
    code = by_name.get(word.strip(), word.strip())
    if code not in networks():
        raise InputError(
            "network_unknown",
            _("不认识的专业类别“{word}”").format(word=shown(word)),
            _("可写：{names}").format(names="、".join(by_name)),
        )
    return code


def network_title(code: str) -> str:
    """Return what people call a network."""
    return networks()[code].title


def titles(codes: Iterable[str]) -> str:
    """Return what people call some networks, joined."""
    return "、".join(network_title(code) for code in codes)
