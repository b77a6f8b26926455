"""The window for rules (规则): what is in force and why, setting one, confirming it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.registry.custodians import find_custodian
from ledger.registry.rule_changes import (
    Set,
    Wish,
    confirm_rule,
    read_place,
    set_rule,
    waiting_rules,
)
from ledger.registry.rule_entries import OWN, PLACE, Rule, resolve_place
from ledger.registry.rule_values import Value, find_spec, read_value, say_value
from ledger.registry.rulebook import rules_on
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class RulesDesk:
    """Show the rules of a custodian, set one, confirm one."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def show(
        self,
        *,
        on: date | None = None,
        custodian: str | None = None,
        rule: str | None = None,
        place: str | None = None,
    ) -> Sheet:
        """Show what is in force on a day, and why.

        Args:
            on: the day; today when left out.
            custodian: whose rules; those of the custodian of `book init` when left out.
            rule: only this one; all when left out.
            place: what this place says, whatever custodians set.

        Raises:
            Refused: `custodian_unknown`, `rule_unknown`, `place_unknown`.
        """
        day = on or self._counter.clock.today
        if rule is not None:
            find_spec(rule)
        with self._counter.look(anywhere=True) as tx:
            keeper = find_custodian(tx, custodian)
            rules = rules_on(tx, keeper.custodian_id, day)
            waiting = waiting_rules(tx, keeper.custodian_id)
        if place is not None:
            place = read_place(place)
            rules, waiting = resolve_place(place, day), []
        rules = [each for each in rules if rule in {None, each.rule}]
        sheet = Sheet(
            kind="rules",
            title=_("规则"),
            columns=(
                Column("rule", _("规则")),
                Column("value", _("内容")),
                Column("from", _("自"), "date"),
                Column("until", _("至"), "date"),
                Column("source", _("依据条款")),
                Column("confidence", _("可靠程度")),
                Column("place", _("规则来自")),
            ),
            rows=[_row(each) for each in rules],
            fields={
                "on": day,
                "custodian": keeper.name if place is None else None,
                "of_place": place,
                "waiting": [_waiting(each) for each in waiting],
            },
        )
        return replace(sheet, paper=_paper(sheet, rules, waiting))

    def set(
        self,
        rule: str,
        value: str,
        *,
        since: date,
        source: str,
        confidence: str = "T",
        reason: str | None = None,
        custodian: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Set a rule from a day on; once there are users this proposes it to a second person.

        Args:
            rule: its key; `place` for the place whose rules are followed.
            value: its text as `docs/rules.md` has it: `300`, `yes`, `07-01`, `none`.
            since: the first day.
            source: document and article.
            confidence: T text read, S secondary, M from memory, D derived, R recommendation.
            reason: why.
            custodian: whose rule; that of `book init` when left out.
            dry_run: do everything, keep nothing.

        Raises:
            Refused: `rule_unknown`, `place_unknown`, `rule_value`, `month_closed`.
        """
        counter = self._counter
        wish = Wish(rule, value, since, source, confidence, reason)
        with counter.act("rules.set", f"{rule} {value} {since}", dry_run=dry_run) as tx:
            keeper = find_custodian(tx, custodian)
            made, is_new = set_rule(tx, keeper, wish, who=counter.who, clock=counter.clock)
        return tried(_set_sheet(made, is_new=is_new), dry_run=dry_run)

    def confirm(self, number: int, *, dry_run: bool = False) -> Sheet:
        """Bring in force what somebody else proposed.

        Args:
            number: of the proposal.
            dry_run: do everything, keep nothing.

        Raises:
            Refused: `rule_proposal_unknown`, `confirmer_is_proposer`, `rule_overtaken`,
                `month_closed`.
        """
        counter = self._counter
        with counter.act("rules.confirm", str(number), dry_run=dry_run) as tx:
            made, is_new = confirm_rule(tx, number, who=counter.who, clock=counter.clock)
        return tried(_set_sheet(made, is_new=is_new), dry_run=dry_run)


def _row(rule: Rule) -> tuple[object, ...]:
    return (
        rule.rule,
        _plain(rule.rule, rule.value),
        rule.since,
        rule.until,
        rule.source,
        rule.confidence,
        rule.place,
    )


def _plain(key: str, value: Value) -> object:
    """Return a value as scripts read it: a table by its codes."""
    if find_spec(key).type == "table":
        assert isinstance(value, tuple)
        return dict(each for each in value if isinstance(each, tuple))
    return value


def _waiting(made: Set) -> dict[str, object]:
    return {
        "number": made.set_id,
        "rule": made.rule,
        "value": _plain(made.rule, read_value(find_spec(made.rule), made.value)),
        "from": made.since,
        "who": made.who,
    }


def _paper(sheet: Sheet, rules: Sequence[Rule], waiting: Sequence[Set]) -> Sheet:
    of_place = sheet.fields["of_place"]
    rows = [
        (
            each.rule,
            find_spec(each.rule).meaning,
            say_value(find_spec(each.rule), each.value),
            each.since,
            each.until,
            each.source,
            each.confidence,
            _place(each.place),
        )
        for each in rules
    ]
    return replace(
        sheet,
        columns=(sheet.columns[0], Column("meaning", _("说的是")), *sheet.columns[1:]),
        rows=rows,
        fields={**sheet.fields, "of_place": None if of_place is None else _place(str(of_place))},
        labels=(
            Column("custodian", _("代管机构"))
            if of_place is None
            else Column("of_place", _("规则来自")),
            Column("on", _("日期"), "date"),
        ),
        notes=(
            _("可靠程度：T 读过原文，S 转引，M 凭记忆，D 推算，R 本系统建议"),
            *(
                _("待确认 {no}：{rule} 自 {since} 起 {value}（{who} 提出）").format(
                    no=each.set_id,
                    rule=each.rule,
                    since=each.since,
                    value=_say(each),
                    who=each.who,
                )
                for each in waiting
            ),
        ),
    )


def _place(place: str) -> str:
    return _("本机构") if place == OWN else say_value(find_spec(PLACE), place)


def _say(made: Set) -> str:
    spec = find_spec(made.rule)
    return say_value(spec, read_value(spec, made.value))


def _set_sheet(made: Set, *, is_new: bool) -> Sheet:
    spec = find_spec(made.rule)
    sheet = Sheet(
        kind="rule_set",
        title=_("规则变更") if made.in_force else _("规则变更，待确认"),
        fields={
            "number": made.set_id,
            "rule": made.rule,
            "meaning": spec.meaning,
            "value": _plain(made.rule, read_value(spec, made.value)),
            "from": made.since,
            "source": made.source,
            "confidence": made.confidence,
            "who": made.who,
            "confirmed_by": made.confirmed_by,
            "in_force": made.in_force,
            "changed": is_new,
        },
        labels=(
            Column("number", _("编号"), "int"),
            Column("rule", _("规则")),
            Column("meaning", _("说的是")),
            Column("value", _("内容")),
            Column("from", _("自"), "date"),
            Column("source", _("依据条款")),
        ),
        notes=_notes(made, is_new=is_new),
    )
    return replace(sheet, paper=replace(sheet, fields={**sheet.fields, "value": _say(made)}))


def _notes(made: Set, *, is_new: bool) -> list[str]:
    notes = [] if is_new else [_("同样的变更已经有了，没有改变任何数据")]
    if not made.in_force:
        notes.append(
            _("还没有生效：请由另一人运行 wxzj --as 用户 registry rules confirm {no}").format(
                no=made.set_id
            )
        )
    return notes
