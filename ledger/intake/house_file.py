"""The file of the houses that one house is split into: one row a house."""

from __future__ import annotations

from ledger.intake.identity import parse_id_no
from ledger.intake.spec import Field, FileSpec, Kind
from ledger.values.area import parse_area
from ledger.values.i18n import _
from ledger.values.money import parse_fen
from ledger.values.text import clean_code, clean_name


def _due(text: str) -> int:
    return parse_fen(text, allow_zero=True)


def house_file() -> FileSpec:
    """Return the shape of the file, in the language in force.

    Values: `room`, `unit`, `owner`, `id_no`, `phone` str; `area` in 0.01 m²; `due` in fen.
    """
    return FileSpec(
        kind="houses",
        title=_("分割后的房屋"),
        fields=(
            Field(
                "room",
                ("房号", "室号"),
                required=True,
                parse=lambda text: clean_code(text, _("房号")),
                kind=Kind.CODE,
            ),
            Field(
                "area",
                ("建筑面积", "面积"),
                required=True,
                parse=parse_area,
                kind=Kind.AREA,
                summed=True,
            ),
            Field("due", ("应交金额", "应交"), required=False, parse=_due, kind=Kind.AMOUNT),
            Field(
                "unit",
                ("单元",),
                required=False,
                parse=lambda text: clean_code(text, _("单元")),
                kind=Kind.CODE,
            ),
            Field(
                "owner",
                ("产权人", "业主"),
                required=False,
                parse=lambda text: clean_name(text, _("产权人")),
            ),
            Field(
                "id_no",
                ("身份证号", "证件号"),
                required=False,
                parse=lambda text: parse_id_no(text, _("证件号")),
                kind=Kind.ACCOUNT,
            ),
            Field(
                "phone",
                ("联系电话", "电话"),
                required=False,
                parse=lambda text: clean_name(text, _("联系电话")),
            ),
        ),
    )
