"""The file of assets (资产清册): one row an asset."""

from __future__ import annotations

from ledger.intake.spec import Field, FileSpec, Kind
from ledger.intake.words import code_parser, name_parser
from ledger.values.i18n import _
from ledger.values.period import parse_date
from ledger.values.quantity import parse_quantity
from ledger.values.text import clean_account_number


def asset_file() -> FileSpec:
    """Return the shape of the file, in the language in force.

    Values: `estate`, `network`, `name`, `location`, `unit`, `boundary`, `maker`, `code` str;
    `quantity` in thousandths of the unit; `in_service_on`, `warranty_until` dates.
    """
    return FileSpec(
        kind="assets",
        title=_("资产清册"),
        fields=(
            Field(
                "estate",
                ("小区编号", "小区代码"),
                required=True,
                parse=code_parser(_("小区编号")),
                kind=Kind.CODE,
            ),
            _text("network", ("类别", "专业", "设施类别"), required=True),
            _text("name", ("资产名称", "名称", "设施设备名称"), required=True),
            _text("location", ("位置", "安装位置", "坐落"), required=True),
            Field("quantity", ("数量",), required=True, parse=parse_quantity, kind=Kind.RATE),
            _text("unit", ("计量单位", "单位"), required=True),
            _text("boundary", ("分界点", "产权分界点", "表位"), required=False),
            _text("maker", ("生产厂家", "厂家"), required=False),
            _day("in_service_on", ("投入使用日期", "启用日期", "竣工日期")),
            _day("warranty_until", ("保修期至", "质保期至", "保修截止日期")),
            Field(
                "code",
                ("资产编号", "编号"),
                required=False,
                parse=lambda text: clean_account_number(text, _("资产编号")),
                kind=Kind.CODE,
            ),
        ),
    )


def _text(key: str, heads: tuple[str, ...], *, required: bool) -> Field:
    return Field(key, heads, required=required, parse=name_parser(heads[0]))


def _day(key: str, heads: tuple[str, ...]) -> Field:
    return Field(key, heads, required=False, parse=parse_date, kind=Kind.DATE)
