"""The files of a case of using the fund: by what each door bears, and how each owner voted.

As in `files`: heads are compared as `head_words.normal` writes them, the first is the official one.
"""

from __future__ import annotations

from typing import Final

from ledger.intake.head_words import normal
from ledger.intake.spec import Field, FileSpec, Kind, Values
from ledger.intake.words import code_parser, name_parser, parse_area_or_zero, parse_household
from ledger.values.coefficient import parse_coefficient
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.period import parse_date
from ledger.values.text import shown

_HOUSEHOLD: Final = ("房屋编号", "房屋编码", "房屋代码", "户号", "户编号", "分户编号", "分户账号")
_CHOICES: Final = {
    **dict.fromkeys(("同意", "赞成", "agree", "yes"), "agree"),
    **dict.fromkeys(("反对", "不同意", "against", "no"), "against"),
    **dict.fromkeys(("弃权", "abstain"), "abstain"),
    **dict.fromkeys(("异议", "有异议", "object"), "object"),
}


def weights() -> FileSpec:
    """Return the list of what was agreed of single doors (分摊依据), in the language in force.

    Values: `household`, `floor`, `excluded` str; `coefficient` a Coefficient; `share_area` in
    0.01 m². A row is about a household or about a floor.
    """
    return FileSpec(
        kind="weights",
        title=_("分摊依据"),
        fields=(
            Field("household", _HOUSEHOLD, required=False, parse=parse_household, kind=Kind.CODE),
            Field(
                "floor",
                ("层", "楼层", "所在层"),
                required=False,
                parse=code_parser(_("层")),
                kind=Kind.CODE,
            ),
            Field(
                "coefficient",
                ("系数", "分摊系数", "楼层系数", "约定比例"),
                required=False,
                parse=parse_coefficient,
                kind=Kind.RATE,
            ),
            Field(
                "share_area",
                ("分摊面积", "本次分摊面积"),
                required=False,
                parse=parse_area_or_zero,
                kind=Kind.AREA,
            ),
            Field(
                "excluded",
                ("不分摊原因", "排除原因"),
                required=False,
                parse=name_parser(_("不分摊原因")),
            ),
        ),
        check=_one_place_one_word,
    )


def _one_place_one_word(values: Values) -> InputError | None:
    if (values["household"] is None) == (values["floor"] is None):
        return InputError(
            "weight_place",
            _("房屋编号和层须有且只有一个"),
            _("一行写一户，或写一层；同一户又有自己一行的，以户为准"),
        )
    said = (values["coefficient"], values["share_area"])
    if (values["excluded"] is None) == (said == (None, None)):
        return InputError(
            "weight_said",
            _("一行要么写系数或分摊面积，要么写不分摊原因"),
            _("系数为 0 的户仍在分摊范围内、参加表决；写了不分摊原因的户不在范围内"),
        )
    return None


def ballots() -> FileSpec:
    """Return the list of ballots (表决票), in the language in force.

    Values: `household`, `channel`, `proxy` str; `choice` a word of `fund.votes.Choice`; `on` date.
    """
    return FileSpec(
        kind="ballots",
        title=_("表决票"),
        fields=(
            Field("household", _HOUSEHOLD, required=True, parse=parse_household, kind=Kind.CODE),
            Field(
                "choice",
                ("表决意见", "意见", "表决结果", "业主意见"),
                required=True,
                parse=parse_choice,
                kind=Kind.WORD,
            ),
            Field(
                "channel",
                ("表决方式", "表决渠道", "渠道"),
                required=False,
                parse=name_parser(_("表决方式")),
            ),
            Field(
                "proxy",
                ("代理人", "受托人", "委托代理人"),
                required=False,
                parse=name_parser(_("代理人")),
            ),
            Field(
                "on",
                ("表决日期", "签名时间", "签名日期", "日期"),
                required=False,
                parse=parse_date,
                kind=Kind.DATE,
            ),
        ),
    )


def parse_choice(text: str) -> str:
    """Return how an owner voted: `agree`, `against`, `abstain` or `object`.

    Raises:
        InputError: `choice_unknown`.
    """
    found = _CHOICES.get(normal(text))
    if found is None:
        raise InputError(
            "choice_unknown",
            _("不认识的表决意见“{text}”").format(text=shown(text)),
            _("填写 同意、反对、弃权 或 异议"),
        )
    return found
