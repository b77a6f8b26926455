"""Write `docs/rules.md` from the shipped rulebooks: `make docs`. A test holds that it is fresh."""

from __future__ import annotations

import sys
from pathlib import Path

from ledger.registry.rule_entries import NATIONAL, PLACE, PLACES, Entry, shipped
from ledger.registry.rule_values import allowed, find_spec, say_value, specs, write_value
from ledger.values.i18n import choose_language

HEAD = """\
# 规则

各地的比例、期限、次序、利率不同，也会变。它们不写在程序里，而是一条条有起止日期、依据和可靠程度的数据。
本页由 `make docs` 从 `ledger/registry/rulebooks/` 写出，不要手改。

- `wxzj registry rules show --on 日期` 列出某日有效的每一条规则、依据和来自哪里。
- `wxzj registry rules set --place beijing --from 日期` 说明代管机构从哪一地的规则；不设就从全国。
- `wxzj registry rules set 规则 内容 --from 日期 --source 依据` 由代管机构自己设定一条，
  例如业主大会的决定。
  有了用户以后，设定只是提出，由另一人 `wxzj registry rules confirm 编号` 确认才生效。
  起始日所在的月份已经结账的，不许改。

同一天里，代管机构自己设定的在先，其次是所从的一地，再次是全国；同一层里起始日最晚的有效，
起始日相同的，后设定的有效。起始日和终止日都算在内。早于全国第一条的日子，用全国第一条。
已经发布的条目只添加、不修改：某一天有效的规则，以后查还是那一条。

内容的写法：比例写千分比（`300` 是 30 %），利率写百万分比（`30000` 是 3 %），金额写分，
日子写 `MM-DD`，是否写 `yes`、`no`，几个代码用逗号隔开，
对照表写成 `代码=数,代码=数`，不设写 `none`。

注明“备查”的规则，程序还不据它判断，只告诉人怎样规定。

可靠程度：T 读过原文，S 转引，M 凭记忆，D 推算，R 本系统建议（没有条文可依）。
北京、上海、杭州、舟山、丽水、海口只收录了已经查到的条款，没有收录的按全国；交存标准等各地自定的数，
请代管机构按当地文件自己设定。采用前请对照当地公报。
"""


def page() -> str:
    """Return the whole page."""
    choose_language("zh")
    parts = [
        HEAD,
        "## 全部规则\n",
        "| 规则 | 说的是 | 可以是 | 全国 | 依据 | 可靠 |",
        "| --- " * 6 + "|",
    ]
    for key, spec in specs().items():
        first = f"`{key}` | {spec.meaning} | {_cell(allowed(spec))}"
        for entry in shipped(NATIONAL)[key]:
            parts.append(f"| {first} | {_dated(entry)} | {entry.source} | {entry.confidence} |")
            first = " | | "
    for place in PLACES[1:]:
        parts += ["", f"## {say_value(find_spec(PLACE), place)} `{place}`\n"]
        parts += ["| 规则 | 内容 | 依据 | 可靠 |", "| --- " * 4 + "|"]
        parts += [
            f"| `{key}` | {_dated(entry)} | {entry.source} | {entry.confidence} |"
            for key in specs()
            for entry in shipped(place).get(key, ())
        ]
    return "\n".join([*parts, ""])


def _dated(entry: Entry) -> str:
    said = say_value(find_spec(entry.rule), entry.value)
    text = write_value(entry.value)
    until = "" if entry.until is None else f"至 {entry.until}"
    typed = "" if text in said else f" `{_cell(text)}`"
    return f"{_cell(said)}{typed}（{entry.since} 起{until}）"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write the page."""
    (Path(__file__).parent / "rules.md").write_text(page(), encoding="utf-8")
    sys.stdout.write("docs/rules.md\n")


if __name__ == "__main__":
    main()
