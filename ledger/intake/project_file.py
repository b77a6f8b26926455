"""The file of the store of projects (项目储备库): one row for each cost line of a project."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from ledger.intake.spec import Field, FileSpec, Kind
from ledger.intake.words import code_parser, in_wan, name_parser, parse_amount, parse_lift
from ledger.values.area import parse_area
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.text import fold_width, shown

_YEAR: Final = re.compile(r"((?:18|19|20)[0-9]{2})年?", re.ASCII)
_PERMILLE: Final = re.compile(r"(100|[0-9]{1,2})(?:\.([0-9]))?(%)?", re.ASCII)
_COUNT: Final = re.compile(r"[0-9]{1,6}", re.ASCII)
WHOLE_PERMILLE: Final = 1000


def parse_year(text: str) -> int:
    """Return a year, such as that in which an estate was built.

    >>> parse_year("1998年")
    1998

    Raises:
        InputError: `year_unreadable`.
    """
    found = _YEAR.fullmatch(fold_width(text).strip())
    if found is None or int(found[1]) > date.max.year:
        raise InputError(
            "year_unreadable",
            _("“{text}”不是年份").format(text=shown(text)),
            _("写四位数字，例如 1998"),
        )
    return int(found[1])


def parse_wish(text: str) -> int:
    """Return a part of the residents in permille, written in percent with one decimal at most.

    >>> parse_wish("92.5%"), parse_wish("100")
    (925, 1000)

    Raises:
        InputError: `wish_unreadable`.
    """
    found = _PERMILLE.fullmatch(fold_width(text).strip())
    permille = -1 if found is None else int(found[1]) * 10 + int(found[2] or 0)
    if not 0 <= permille <= WHOLE_PERMILLE:
        raise InputError(
            "wish_unreadable",
            _("“{text}”不是 0 至 100 的百分数").format(text=shown(text)),
            _("写 92.5 或 92.5%"),
        )
    return permille


def parse_number(text: str) -> int:
    """Return a count of buildings or households.

    Raises:
        InputError: `count_unreadable`.
    """
    plain = fold_width(text).strip()
    if not _COUNT.fullmatch(plain):
        raise InputError(
            "count_unreadable", _("“{text}”不是个数").format(text=shown(text)), _("写 0 或正整数")
        )
    return int(plain)


def _text(key: str, heads: str, what: str, *, required: bool = False) -> Field:
    return Field(key, tuple(heads.split()), required, name_parser(what))


def _count(key: str, heads: str) -> Field:
    return Field(key, tuple(heads.split()), required=False, parse=parse_number, kind=Kind.COUNT)


def _word(key: str, heads: str, parse: Callable[[str], object]) -> Field:
    return Field(key, tuple(heads.split()), required=False, parse=parse, kind=Kind.WORD)


def project_file() -> FileSpec:
    """Return the shape of the file, in the language in force.

    Values: `code`, `name`, `unit`, `estate`, `estate_name`, `work`, `title`, `wish_evidence` str;
    `built_year`, `buildings`, `households` int; `area` in 0.01 m²; `budget` in fen; `wish` in
    permille; `veteran` bool.
    """
    return FileSpec(
        kind="projects",
        title=_("改造项目储备库"),
        fields=(
            Field(
                "code", ("项目编号", "项目代码"), required=True, parse=_project_code, kind=Kind.CODE
            ),
            _text("name", "项目名称 改造项目 改造项目名称", _("项目名称"), required=True),
            Field(
                "estate",
                ("小区编号", "小区代码", "小区编码"),
                required=True,
                parse=code_parser(_("小区编号")),
                kind=Kind.CODE,
            ),
            _text("estate_name", "小区名称 小区", _("小区名称")),
            Field(
                "built_year",
                ("建成年份", "建成年代", "建成时间", "竣工年份"),
                required=True,
                parse=parse_year,
                kind=Kind.COUNT,
            ),
            _count("buildings", "幢数 楼栋数 栋数"),
            _count("households", "户数 居民户数 涉及户数"),
            Field(
                "area",
                ("建筑面积", "改造面积", "面积"),
                required=False,
                parse=parse_area,
                kind=Kind.AREA,
            ),
            _text("work", "改造内容 改造类型 内容", _("改造内容"), required=True),
            _text("title", "分项名称 工程名称 说明", _("分项名称")),
            Field(
                "budget",
                ("预算", "预算金额", "概算", "估算投资", "投资额"),
                required=True,
                parse=parse_amount,
                kind=Kind.AMOUNT,
                parse_wan=in_wan(),
                summed=True,
            ),
            _word("wish", "居民意愿 改造意愿 同意率 居民同意率", parse_wish),
            _text("wish_evidence", "意愿依据 征求意见材料", _("意愿依据")),
            _word("veteran", "军休小区 军队离退休干部住宅小区", parse_lift),
            _text("unit", "实施主体 实施单位", _("实施主体")),
        ),
    )


def _project_code(text: str) -> str:
    return fold_width(text).strip()
