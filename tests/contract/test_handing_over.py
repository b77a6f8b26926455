"""Water, power and heating go to three operators, as an office types it, on both databases.

The water company takes the pump over. The power company finds a defect, refuses, and accepts later.
Heating is refused for good. Then the fund pays for the lift, and not for the pump.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.office import VOTE
from tests.contract.shell import Shell

PUMP, BOX, BOILER, LIFT = "SB", "PDX", "HRQ", "DT"


def refused(shell: Shell, *words: str) -> str:
    """Type what is refused; return the stable word, and see that nothing was written."""
    before = shell.everything()
    answer = shell(*words, "--format", "json")
    assert answer.code == 3, answer
    assert shell.everything() == before
    return str(answer.data["code"])


@pytest.fixture(scope="module")
def town(both: Shell, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """Register three operators and four assets, with drawings and costs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WXZJ_FILES", str(tmp_path_factory.mktemp("files")))
        for code, name, network in (
            ("W1", "市水司", "供水"),
            ("E1", "市供电公司", "供电"),
            ("H1", "市热力公司", "供热"),
        ):
            both.done("renovation", "operator", "add", code, name, "--network", network)
        drawing = both.file("drawing.txt", "竣工图")
        for code, network, name in (
            (PUMP, "供水", "水泵"),
            (BOX, "供电", "配电箱"),
            (BOILER, "供热", "换热器"),
            (LIFT, "电梯", "电梯"),
        ):
            words = ["--estate", "A01", "--network", network, "--name", name, "--code", code]
            more = ["--location", "1幢", "--quantity", "1", "--unit", "台"]
            both.done("renovation", "asset", "add", *words, *more, "--since", "2026-01-01")
            both.done("renovation", "asset", "attach", code, drawing, "--on", "2026-01-02")
        assets = [f"--asset={code}=100" for code in (PUMP, BOX, BOILER)]
        sources = [f"--from={name}=100" for name in ("中央", "市级", "居民")]
        both.done("renovation", "asset", "spread", *sources, *assets, "--on", "2026-01-03")
        yield both


def start(shell: Shell, operator: str, asset: str) -> str:
    words = ("--estate", "A01", "--operator", operator, "--asset", asset, "--stage", "built")
    begun = shell.read("renovation", "handover", "start", *words, "--on", "2026-01-05")
    return str(begun["handover"])


def finish(shell: Shell, code: str) -> None:
    """Take the steps from the acceptance to the switch."""
    paper = shell.file("paper.txt", code)
    shown = ("--paper", paper)
    handover = ("renovation", "handover")
    shell.done(*handover, "vote", code, *VOTE[4:-2], *shown, "--on", "2026-01-21")
    agreed = ("--number", "XY-1", "--case", "B", *shown, "--on", "2026-01-22")
    shell.done(*handover, "agree", code, *agreed)
    shell.done(*handover, "inventory", code, "--keys", "2", *shown, "--on", "2026-01-23")
    shell.done(*handover, "switch", code, "--on", "2026-02-01")


def see_papers(town: Shell, code: str) -> None:
    """Read the inventory that is signed, and the table of sources and assets."""
    form = town.done("renovation", "handover", "print", code, "inventory").out
    assert "大写：人民币壹佰元整" in form
    assert "接收方（盖章）" in form
    costs = town.read("renovation", "asset", "costs")
    assert [row["cost_fen"] for row in costs["assets"]] == [10_000] * 3
    assert [row["amount_fen"] for row in costs["sources"]] == [10_000] * 3


def accept(shell: Shell, code: str, party: str, *more: str, on: str = "2026-01-20") -> Any:
    return shell("renovation", "accept", code, "--party", party, "--on", on, *more)


def test_three_hand_overs_and_what_the_fund_then_pays(town: Shell) -> None:
    handover = ("renovation", "handover")
    water, power, heat = (
        start(town, "W1", PUMP),
        start(town, "E1", BOX),
        start(town, "H1", BOILER),
    )
    assert refused(town, *handover, "switch", water) == "handover_state"
    assert refused(town, "renovation", "accept", water, "--party", "街道办") == "operator_uninvited"
    assert accept(town, water, "市水司").code == 0
    unsaid = ("--number", "X", "--case", "B", "--paper", town.file("p.txt", "x"))
    assert refused(town, *handover, "agree", water, *unsaid) == "handover_vote_missing"
    finish(town, water)

    # power: a defect, rejected, refused, mended, accepted later
    defect = ("--asset", BOX, "--what", "接地不良", "--days", "10", "--on", "2026-01-10")
    rejecting = ("renovation", "accept", power, "--party", "市供电公司", "--rejected")
    assert refused(town, *rejecting) == "handover_no_defect"
    town.done(*handover, "defect", power, *defect)
    assert accept(town, power, "市供电公司", "--rejected", on="2026-01-10").code == 0
    town.done(*handover, "refuse", power, "--reason", "整改前不接收", "--on", "2026-01-11")
    assert (
        refused(town, "renovation", "accept", power, "--party", "市供电公司") == "handover_defects"
    )
    told = town.done(*handover, "show", power).out
    assert "未移交的原因：整改前不接收" in told
    assert "仍由业主共有负责维护" in told
    town.done(*handover, "defect", power, "--mended", "1", "--on", "2026-01-15")
    assert accept(town, power, "市供电公司").code == 0
    finish(town, power)

    town.done(*handover, "refuse", heat, "--reason", "不符合改造标准", "--on", "2026-01-20")

    # the fund
    urgent = ("--estate", "A01", "--title", "抢修", "--amount", "1.00", "--emergency", "停用")
    for asset in (PUMP, BOX):
        assert (
            refused(town, "fund", "usage", "draft", *urgent, "--asset", asset) == "asset_operated"
        )
    for asset in (LIFT, BOILER):
        words = ("fund", "usage", "draft", *urgent, "--asset", asset)
        assert town.read(*words)["assets"] == [asset]
    told = town.done("fund", "usage", "draft", *urgent, "--asset", BOILER).out
    assert f"由业主共有负责维护（移交 {heat}：未移交）" in told

    told_rows = town.read("report", "handover")["rows"]
    assert [tuple(row.values()) for row in told_rows] == [
        (LIFT, "lift", None, "NONE", None, None),
        (BOILER, "heat", "H1", "NOT_TRANSFERRED", 10_000, None),
        (BOX, "power", "E1", "RESPONSIBILITY_SWITCHED", 10_000, "2026-02-01"),
        (PUMP, "water", "W1", "RESPONSIBILITY_SWITCHED", 10_000, "2026-02-01"),
    ]
    see_papers(town, water)
    assert town.read("book", "verify")["ok"]
    before = town.everything()
    town.done(*handover, "switch", water, "--on", "2026-02-01")  # said again: nothing changes
    assert town.everything() == before
