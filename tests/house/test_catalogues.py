"""The catalogues say what the code says: nothing missing, nothing left over, compiled."""

from __future__ import annotations

import io
import string
import tomllib
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ledger.values.i18n import LOCALE_DIR, choose_language, gettext_
from tests.house.reading import ROOT

# What is translated from where: ours to English, click's words to Chinese.
SOURCES = {"en": ROOT / "ledger", "zh_CN": Path(click.__file__).parent}
MAPPING = [
    (each["pattern"], each["method"])
    for each in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "babel"
    ]["mappings"]
]

Texts = tuple[str, ...]  # one text, or with a plural two, or none


def said(folder: Path) -> dict[Texts, str]:
    """Return the texts of a folder's code, with a place of each."""
    found: dict[Texts, str] = {}
    for file, line, message, _comments, _context in extract_from_dir(folder, method_map=MAPPING):
        found.setdefault(_texts(message), f"{file}:{line}")
    return found


def catalogue(locale: str) -> Catalog:
    with (LOCALE_DIR / locale / "LC_MESSAGES" / "ledger.po").open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def translated(locale: str) -> dict[Texts, Texts]:
    """Return the translations of a catalogue; one that is fuzzy or empty is none."""
    return {
        _texts(message.id): _texts(message.string)
        for message in catalogue(locale)
        if message.id and not message.fuzzy and all(_texts(message.string))
    }


def _texts(given: str | list[str] | tuple[str, ...] | None) -> Texts:
    return (given,) if isinstance(given, str) else tuple(given or ())


def blanks(text: str) -> set[str]:
    """Return the names of the blanks that a text leaves to be filled in."""
    return {name for _text, name, _format, _how in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("locale", SOURCES)
def test_every_text_has_its_translation(locale: str) -> None:
    known = translated(locale)
    missing = {text: where for text, where in said(SOURCES[locale]).items() if text not in known}
    listed = "\n".join(f"{where}: {text}" for text, where in missing.items())
    assert not missing, f"`make messages`, then translate {len(missing)} texts:\n{listed}"


@pytest.mark.parametrize("locale", SOURCES)
def test_no_translation_is_left_of_a_text_that_is_gone(locale: str) -> None:
    assert set(translated(locale)) <= set(said(SOURCES[locale]))
    assert not catalogue(locale).obsolete


@pytest.mark.parametrize("locale", SOURCES)
def test_a_translation_leaves_the_same_blanks(locale: str) -> None:
    for texts, translations in translated(locale).items():
        offered = set().union(*map(blanks, texts))
        for translation in translations:
            assert blanks(translation) <= offered, translation
            assert blanks(translation) == offered or len(texts) > 1, translation


@pytest.mark.parametrize("locale", SOURCES)
def test_what_is_compiled_is_what_was_translated(locale: str) -> None:
    fresh = io.BytesIO()
    write_mo(fresh, catalogue(locale))
    compiled = LOCALE_DIR / locale / "LC_MESSAGES" / "ledger.mo"
    assert compiled.read_bytes() == fresh.getvalue(), "run `make messages`"


def test_english_is_spoken_when_asked_for_and_chinese_again_after() -> None:
    (text,), (translation,) = next(iter(translated("en").items()))
    choose_language("en")
    assert gettext_(text) == translation
    choose_language("zh")
    assert gettext_(text) == text
