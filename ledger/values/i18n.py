"""The language that people are spoken to in: Chinese is the source, English a catalogue.

One domain holds both halves: our texts, which are Chinese, translated to English; and click's,
which are English, translated to Chinese. Click looks its words up through `gettext` itself.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

DOMAIN = "ledger"
LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"
LOCALES = {"zh": "zh_CN", "en": "en"}

# Kept at hand, because a look-up through `gettext.dgettext` searches the disk each time, and a
# list of a million households translates a word or two in each row.
_catalogues = [gettext.NullTranslations()]
_spoken = ["zh"]


def choose_language(language: str) -> None:
    """Speak `language` (`zh` or `en`) from now on, click's own words included.

    Must run before the skins are imported: they translate their help texts at import.
    """
    locale = LOCALES[language]
    os.environ["LANGUAGE"] = locale
    gettext.bindtextdomain(DOMAIN, str(LOCALE_DIR))
    gettext.textdomain(DOMAIN)
    _catalogues[0] = gettext.translation(DOMAIN, LOCALE_DIR, [locale], fallback=True)
    _spoken[0] = language


def in_chinese() -> bool:
    """Tell whether people are spoken to in Chinese, for texts that bring both languages."""
    return _spoken[0] == "zh"


def gettext_(message: str) -> str:
    """Translate `message`; without a catalogue the Chinese source is what is shown."""
    return _catalogues[0].gettext(message)


_ = gettext_
