"""What a case and a household's account tell of disputed shares."""

from __future__ import annotations

from ledger.fund.using.cases import Case
from ledger.fund.using.disputes import TOLD, Dispute, disputes_of_home, read_disputes
from ledger.store.database import Tx
from ledger.values.i18n import _


def dispute_notes(tx: Tx, case: Case) -> list[str]:
    """Return a sentence for each dispute of a case and each end of one."""
    return [f"{each.code}: {_sentence(each)}" for each in read_disputes(tx, case)]


def home_notes(tx: Tx, book_id: int, sub_id: int) -> list[str]:
    """Return a sentence for each dispute of a household and each end of one."""
    return [
        _("项目 {case}：{what}").format(case=case, what=_sentence(each))
        for case, each in disputes_of_home(tx, book_id, sub_id)
    ]


def _sentence(each: Dispute) -> str:
    words = (
        _("{on} 对分摊提出争议：{reason}")
        if each.act == TOLD
        else _("{on} 争议了结，分摊不变：{reason}")
    )
    return words.format(on=each.on, reason=each.reason)
