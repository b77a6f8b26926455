"""The language that people are spoken to in: Chinese is the source, English a catalogue."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

DOMAIN = "ledger"
LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"


def choose_language(language: str) -> None:
    """Speak `language` (`zh` or `en`) from now on, click's own words included.

    Must run before the skins are imported: they translate their help texts at import.
    """
    os.environ["LANGUAGE"] = {"zh": "zh_CN", "en": "en"}[language]
    gettext.bindtextdomain(DOMAIN, str(LOCALE_DIR))
    gettext.textdomain(DOMAIN)


def gettext_(message: str) -> str:
    """Translate `message`; without a catalogue the Chinese source is what is shown."""
    return gettext.dgettext(DOMAIN, message)


_ = gettext_
