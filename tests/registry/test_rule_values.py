"""What a rule may be, as text and as a value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.registry.rule_values import (
    Spec,
    Value,
    allowed,
    find_spec,
    read_value,
    say_value,
    specs,
    write_value,
)
from ledger.values.errors import Refused
from ledger.values.i18n import choose_language
from tests.house.reading import ROOT


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("replenish.trigger_permille", "300", 300),
        ("replenish.trigger_permille", "1", 1),
        ("replenish.trigger_permille", "1000", 1000),
        ("use.advance_max_permille", "0", 0),
        ("use.audit_threshold_fen", "3000000", 3_000_000),
        ("use.audit_threshold_fen", "none", None),
        ("use.draw_order", "earnings_first", "earnings_first"),
        ("deposit.resale_top_up", "yes", True),
        ("deposit.resale_top_up", "no", False),
        ("interest.year_start", "07-01", "07-01"),
        ("interest.credit_on", "12-31", "12-31"),
        ("interest.day_base", "365", 365),
        ("use.emergency_kinds", "lift,fire", ("lift", "fire")),
        ("use.emergency_kinds", "none", ()),
        ("use.stage_plan", "start=300,half=300,settlement=400", None),
        ("deposit.standard", "commodity/lift=12000,commodity/no_lift=9000", None),
        ("deposit.standard", "none", ()),
    ],
)
def test_a_value_is_read_and_written_as_the_same_text(key: str, text: str, value: Value) -> None:
    read = read_value(find_spec(key), text)
    if value is not None or text == "none":
        assert read == value
    assert write_value(read) == text


def test_a_table_gives_a_number_for_each_code() -> None:
    read = read_value(find_spec("deposit.standard"), "commodity/lift=12000,non_home/any=5000")
    assert read == (("commodity/lift", 12000), ("non_home/any", 5000))


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("replenish.trigger_permille", "0"),
        ("replenish.trigger_permille", "1001"),
        ("replenish.trigger_permille", "-1"),
        ("replenish.trigger_permille", "030"),
        ("replenish.trigger_permille", "30.0"),
        ("replenish.trigger_permille", "३००"),
        ("replenish.trigger_permille", "none"),
        ("replenish.trigger_permille", ""),
        ("use.draw_order", "Principal_first"),
        ("use.draw_order", ""),
        ("deposit.resale_top_up", "1"),
        ("interest.year_start", "02-29"),
        ("interest.year_start", "04-31"),
        ("interest.year_start", "7-1"),
        ("interest.day_base", "361"),
        ("use.emergency_kinds", "lift,lift"),
        ("use.emergency_kinds", "lift,sauna"),
        ("use.emergency_kinds", "lift,"),
        ("deposit.standard", "commodity/lift=0"),
        ("deposit.standard", "commodity/lift"),
        ("deposit.standard", "castle/lift=100"),
        ("deposit.standard", "commodity/lift=1,commodity/lift=2"),
        ("interest.flat_rate_ppm", "200001"),
        ("place", "atlantis"),
    ],
)
def test_what_is_no_value_of_a_rule_is_refused(key: str, text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_value(find_spec(key), text)
    assert refused.value.code == "rule_value"
    assert allowed(find_spec(key)) in refused.value.hint


def test_a_rule_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="rule_unknown"):
        find_spec("use.sauna")


@pytest.mark.parametrize(
    ("key", "text", "chinese", "english"),
    [
        ("replenish.trigger_permille", "300", "30 %", "30 %"),
        ("use.advance_max_permille", "5", "0.5 %", "0.5 %"),
        ("interest.flat_rate_ppm", "30000", "3 %", "3 %"),
        ("interest.flat_rate_ppm", "19500", "1.95 %", "1.95 %"),
        ("interest.flat_rate_ppm", "1", "0.0001 %", "0.0001 %"),
        ("use.emergency_days", "3", "3 天", "3 days"),
        ("use.overrun_fen", "1000000", "10,000.00 元", "10,000.00 yuan"),
        ("use.audit_threshold_fen", "none", "不设", "none"),
        ("use.draw_order", "principal_first", "先本金", "principal first"),
        ("deposit.resale_top_up", "yes", "是", "yes"),
        ("interest.day_base", "360", "360", "360"),
        ("interest.year_start", "07-01", "07-01", "07-01"),
        ("use.emergency_kinds", "lift,fire", "电梯、消防", "lift, fire protection"),
        (
            "deposit.standard",
            "commodity/lift=12000",
            "商品住宅有电梯 120.00 元",
            "commodity with lift 120.00 yuan",
        ),
    ],
)
def test_people_read_a_value_in_their_language(
    key: str, text: str, chinese: str, english: str
) -> None:
    spec = find_spec(key)
    value = read_value(spec, text)
    try:
        choose_language("zh")
        assert say_value(spec, value) == chinese
        choose_language("en")
        assert say_value(spec, value) == english
        assert spec.meaning == spec.en
    finally:
        choose_language("zh")


def test_every_rule_says_what_it_is_and_may_be() -> None:
    for spec in specs().values():
        assert spec.zh
        assert spec.en
        assert allowed(spec)
        if spec.type in {"permille", "ppm", "money", "days", "table"}:
            assert spec.most > spec.least >= 0, spec.key


def test_a_rule_that_the_program_asks_is_not_called_one_that_only_informs() -> None:
    """Where this fails: take `informs` away from the rule in `rules.toml`."""
    code = "".join(path.read_text("utf-8") for path in (ROOT / "ledger").rglob("*.py"))
    told = {key for key, spec in specs().items() if spec.informs}
    assert told
    assert not {key for key in told if f'"{key}"' in code}


def number_rules() -> list[Spec]:
    return [each for each in specs().values() if each.type in {"permille", "ppm", "money", "days"}]


@given(st.sampled_from(number_rules()), st.integers(-5, 10**17))
def test_a_number_is_taken_inside_its_range_and_nowhere_else(spec: Spec, number: int) -> None:
    if spec.least <= number <= spec.most:
        assert read_value(spec, str(number)) == number
    else:
        with pytest.raises(Refused, match="rule_value"):
            read_value(spec, str(number))
