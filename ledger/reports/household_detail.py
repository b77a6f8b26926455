"""What stands behind a movement, told to scripts as values and to owners in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from ledger.fund.collecting.deposit_checks import payer_title
from ledger.fund.using.ballot import ratio
from ledger.fund.using.cases import Path
from ledger.fund.using.casting import choice_words
from ledger.fund.using.consent import Count
from ledger.fund.using.tally import Choice
from ledger.journal.voucher import PayerClass
from ledger.reports.behind import Behind, CaseBehind, Deposit, Portion
from ledger.reports.divided import Division
from ledger.reports.earned import Earned
from ledger.reports.share_levels import Level
from ledger.values.area import format_area
from ledger.values.i18n import _
from ledger.values.interest import Method
from ledger.values.money import format_fen
from ledger.values.sheet import Sheet

T = TypeVar("T")
# Columns of the printed account; the second takes the sentences.
_VOUCHER: Final = 1
_SUMMARY: Final = 2


def told(behind: Behind) -> dict[str, object]:
    """Return what stands behind a movement, for scripts; what is not there is left out."""
    case, deposit = behind.case, behind.deposit
    values: dict[str, object] = {
        "reverses": behind.reverses,
        "reversed_by": behind.reversed_by,
    }
    if deposit is not None:
        values |= {
            "purpose": deposit.purpose,
            "payer_class": PayerClass(deposit.payer_class).name.lower(),
            "payer": deposit.payer,
            "receipt": deposit.receipt,
            "bank_account": deposit.bank_account,
            "bank_ref": deposit.bank_ref,
        }
    if behind.earned is not None:
        values |= _told_earned(behind.earned)
    if case is not None:
        values |= _told_case(case)
    if behind.division is not None:
        values["division"] = _told_division(behind.division)
    return {name: value for name, value in values.items() if value is not None}


def _told_earned(earned: Earned) -> dict[str, object]:
    return {
        "distribution": earned.event,
        "method": earned.method.value,
        "first_on": earned.span.first,
        "last_on": earned.span.last,
        "total_fen": earned.total_fen,
        "by": "area" if earned.by_area else "integral",
        "weight": earned.own,
        "weights": earned.weight,
    }


def _told_case(case: CaseBehind) -> dict[str, object]:
    portion = case.portion
    return {
        "case": case.code,
        "title": case.title,
        "path": case.path.value,
        "total_fen": case.total_fen,
        "emergency": case.grounds.emergency,
        "vote": None if case.grounds.vote is None else dict(case.grounds.vote),
        "ballot": None if case.ballot is None else case.ballot[0],
        "approved_on": case.approved_on,
        "share_fen": None if portion is None else portion.share_fen,
        "to_collect_fen": None if portion is None else portion.to_collect_fen,
        "levels": None if portion is None else [each._asdict() for each in portion.levels],
    }


def _told_division(division: Division) -> dict[str, object]:
    return {
        **division._asdict(),
        "levels": [each._asdict() for each in division.levels],
        "difference_fen": division.difference_fen,
        "past_fund_fen": division.past_fund_fen,
    }


def detailed(paper: Sheet, behind: Sequence[Behind]) -> Sheet:
    """Return a printed account with the sentences behind each row on rows below it.

    Both parts of one voucher are told of once, below the second. The sentences are long: their
    column goes last.
    """
    printed: list[tuple[object, ...]] = []
    both = list(zip(paper.rows, behind, strict=True))
    for place, (row, each) in enumerate(both, start=1):
        printed.append(_summary_last(row))
        if place < len(both) and both[place][0][_VOUCHER] == row[_VOUCHER]:
            continue
        blank = [None] * (len(row) - 1)
        printed += [(*blank, f"· {sentence}") for sentence in sentences(each)]
    return replace(paper, columns=_summary_last(paper.columns), rows=printed)


def _summary_last(cells: Sequence[T]) -> tuple[T, ...]:
    return (*cells[:_SUMMARY], *cells[_SUMMARY + 1 :], cells[_SUMMARY])


def sentences(behind: Behind) -> Iterator[str]:
    """Yield what stands behind a movement as an owner reads it."""
    if behind.deposit is not None:
        yield _deposit(behind.deposit)
    if behind.case is not None:
        yield from _case(behind.case)
    if behind.division is not None:
        yield from _division(behind.division)
    if behind.earned is not None:
        yield _earned(behind.earned)
    if behind.reverses is not None:
        yield _("注销凭证 {number}").format(number=behind.reverses)
    if behind.reversed_by is not None:
        yield _("已被凭证 {number} 注销").format(number=behind.reversed_by)


def _deposit(deposit: Deposit) -> str:
    payer = payer_title(PayerClass(deposit.payer_class))
    words = [
        _("{purpose}，交款人 {payer}").format(
            purpose=deposit.purpose,
            payer=payer if deposit.payer is None else f"{deposit.payer}（{payer}）",
        ),
        _("专户 {number}").format(number=deposit.bank_account),
    ]
    if deposit.bank_ref is not None:
        words.append(_("流水 {ref}").format(ref=deposit.bank_ref))
    if deposit.receipt is not None:
        words.append(_("票据 {receipt}").format(receipt=deposit.receipt))
    return _("，").join(words)


def _earned(earned: Earned) -> str:
    words = {
        "first": earned.span.first,
        "last": earned.span.last,
        "total": format_fen(earned.total_fen),
    }
    if earned.by_area:
        return _(
            "{first} 至 {last} 的收益 {total} 元按面积分配：本户 {own} ㎡，全部 {whole} ㎡"
        ).format(own=format_area(earned.own), whole=format_area(earned.weight), **words)
    own = format_fen(earned.own)
    if earned.method is Method.POOLED:
        return _(
            "{first} 至 {last} 的收益 {total} 元按积数分配：本户积数 {own} 元·天，"
            "全部 {whole} 元·天"
        ).format(own=own, whole=format_fen(earned.weight), **words)
    return _(
        "{first} 至 {last} 按利率计息：本户积数 {own} 元·天；全部应计 {whole} 元，实分 {total} 元"
    ).format(own=own, whole=format_fen(earned.weight), **words)


def _case(case: CaseBehind) -> Iterator[str]:
    yield _("使用项目 {code} {title}，总额 {total} 元").format(
        code=case.code, title=case.title, total=format_fen(case.total_fen)
    )
    if case.path is Path.EMERGENCY:
        yield _("应急使用，免表决：{reason}").format(reason=case.grounds.emergency)
    if case.grounds.vote is not None:
        yield _vote(case.grounds.vote)
    if case.ballot is not None:
        choice, on = case.ballot
        yield _("本户的表决票：{choice}（{on}）").format(
            choice=choice_words()[Choice(choice)], on=on
        )
    if case.approved_on is not None:
        yield _("{on} 由 {who} 核准").format(on=case.approved_on, who=case.approved_by)
    if case.portion is not None:
        yield from _portion(case.portion)


def _vote(vote: Any) -> str:
    total, present, agreed = (Count(*vote[name]) for name in ("total", "present", "agreed"))
    return _("{on} 业主表决通过：参与 {present}；同意 {agreed}").format(
        on=vote["on"], present=ratio(present, total), agreed=ratio(agreed, present)
    )


def _portion(portion: Portion) -> Iterator[str]:
    for level in portion.levels:
        yield _level(level)
    words = _("分户账承担 {amount} 元（本金 {principal}，收益 {earnings}）").format(
        amount=format_fen(portion.principal_fen + portion.earnings_fen),
        principal=format_fen(portion.principal_fen),
        earnings=format_fen(portion.earnings_fen),
    )
    if portion.to_collect_fen:
        words += _("，另由业主直接支付 {amount} 元").format(
            amount=format_fen(portion.to_collect_fen)
        )
    yield words


def _division(division: Division) -> Iterator[str]:
    """Yield the arithmetic of a part payment or a settlement, fen by fen."""
    title = {
        "advance": _("预付"),
        "progress": _("进度款"),
        "final": _("结算"),
        "retention": _("质保金"),
    }[division.kind]
    yield _("{title}：核准 {approved} 元，至此项目费用 {cost} 元，重新分摊").format(
        title=title,
        approved=format_fen(division.approved_fen),
        cost=format_fen(division.cost_fen),
    )
    for level in division.levels[:-1]:
        yield _level(level)
    last = division.levels[-1]
    if last.weight is None or not last.weights:
        yield _level(last)
    else:
        yield _(
            "{total} 分 × {weight} ÷ {weights} = {floor} 分，余 {remainder}/{weights}；"
            "尾差按最大余数补 {extra} 分，应分摊 {share} 元"
        ).format(
            total=last.total_fen,
            weight=last.weight,
            weights=last.weights,
            floor=division.floor_fen,
            remainder=division.remainder,
            extra=division.share_fen - division.floor_fen,
            share=format_fen(division.share_fen),
        )
    yield _("应分摊 {share} 元 − 以前已列支 {taken} 元 = 本次差额 {difference} 元").format(
        share=format_fen(division.share_fen),
        taken=format_fen(division.taken_fen),
        difference=format_fen(division.difference_fen),
    )
    if division.past_fund_fen:
        yield _("其中 {amount} 元不由分户账承担").format(amount=format_fen(division.past_fund_fen))


def _level(level: Level) -> str:
    words = {
        "total": format_fen(level.total_fen),
        "amount": format_fen(level.amount_fen),
    }
    if level.by == "deposits":
        if level.level == "payer":
            return _(
                "已售公有住房部分 {total} 元按业主和售房单位交存额分担，本方 {amount} 元"
            ).format(**words)
        return _("售房单位部分 {total} 元按各幢交存额分担，本账 {amount} 元").format(**words)
    if level.weight is None or level.weights is None or level.by != "area":
        return _by_agreement(level, words)
    words |= {"weight": format_area(level.weight), "weights": format_area(level.weights)}
    if level.level == "property":
        return _("同类房屋按面积：{total} 元 × {weight} ÷ {weights} ㎡ = {amount} 元").format(
            **words
        )
    return _("本户按面积：{total} 元 × {weight} ÷ {weights} ㎡ = {amount} 元").format(**words)


def _by_agreement(level: Level, words: dict[str, str]) -> str:
    by = {
        "area": _("面积"),
        "equal": _("户数均摊"),
        "coefficient": _("系数乘面积"),
        "agreed": _("约定比例"),
    }[level.by]
    if level.weight is None or level.weights is None:
        return _("同类房屋按{by}：{total} 元中的 {amount} 元").format(by=by, **words)
    if level.level == "property":
        told = _("同类房屋按{by}：{total} 元 × {weight} ÷ {weights} = {amount} 元")
    else:
        told = _("本户按{by}：{total} 元 × {weight} ÷ {weights} = {amount} 元")
    return told.format(by=by, weight=level.weight, weights=level.weights, **words)
