"""The files that the house reads: their columns, required and optional, and what each may hold.

Heads are compared as `head_words.normal` writes them, and the first of a column is the official
one. A word that could mean two columns of one file stands under neither.
"""

from __future__ import annotations

from collections.abc import Callable

from ledger.intake.identity import parse_id_no
from ledger.intake.spec import Field, FileSpec, Kind, Values
from ledger.intake.words import (
    account_parser,
    code_parser,
    in_wan,
    name_parser,
    parse_amount,
    parse_amount_or_zero,
    parse_area_or_zero,
    parse_count,
    parse_household,
    parse_kind,
    parse_lift,
    parse_payer_class,
    parse_purpose,
    parse_signed_amount,
    parse_structure,
    phone_parser,
)
from ledger.values.area import parse_area, parse_rate_fen_per_m2
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.period import parse_date

_BANK_ACCOUNT = "银行账号 账号 专户账号 收款账号 本方账号 银行账户 银行帐号 帐号"


def households() -> FileSpec:
    """Return the roster (户册), in the language in force.

    Values: `estate`, `estate_name`, `building`, `unit`, `room`, `floor`, `usage`, `owner`,
    `id_no`, `phone`, `selling_unit` str; `kind`, `structure` code words; `lift` bool; `area`,
    `share_area`, `vote_area` in 0.01 m²; `heads` int; `price`, `due` in fen; `standard` in fen
    for each m²; `owned_from` date.
    """
    return FileSpec(
        kind="households",
        title=_("户册"),
        fields=(*_door_fields(), *_home_fields(), *_owner_fields()),
    )


def _door_fields() -> tuple[Field, ...]:
    return (
        _code("estate", "小区编号 小区代码 小区编码", _("小区编号"), required=True),
        _text("estate_name", "小区名称 小区 物业小区名称 楼盘名称", _("小区名称")),
        _code("building", "幢 幢号 楼栋 楼栋号 栋 栋号 楼号 楼", _("幢"), required=True),
        _code("unit", "单元 单元号", _("单元")),
        _code("room", "房号 房间号 室号 房间 门牌号", _("房号"), required=True),
    )


def _home_fields() -> tuple[Field, ...]:
    return (
        _text("floor", "层 楼层 所在层 所在楼层", _("层")),
        _word("lift", "电梯 有无电梯 是否有电梯 电梯标志 是否电梯房", parse_lift),
        _word("structure", "建筑类型 建筑形式 楼房类型 建筑层数类型", parse_structure),
        _word("kind", "房屋性质 房屋产权性质 产权性质", parse_kind, required=True),
        _text("usage", "用途 房屋用途 规划用途 设计用途", _("用途")),
        _area("area", "建筑面积 面积 房屋建筑面积 房屋面积 产权面积", parse_area, required=True),
        _area("share_area", "分摊面积", parse_area_or_zero),
        _area("vote_area", "表决面积", parse_area_or_zero),
        Field(
            "heads",
            _heads("计票人数 表决人数"),
            required=False,
            parse=parse_count,
            kind=Kind.COUNT,
            summed=True,
        ),
        _money("price", "房款 购房款 房屋总价 购房金额 房屋价款"),
        Field(
            "standard",
            _heads("交存标准 缴存标准 首期交存标准 归集标准"),
            required=False,
            parse=parse_rate_fen_per_m2,
            kind=Kind.RATE,
        ),
        _money("due", "应交金额 应交资金 应缴金额 应交存金额 应交存额"),
    )


def _owner_fields() -> tuple[Field, ...]:
    id_no, phone = _("身份证号"), phone_parser(_("联系电话"))
    return (
        _text(
            "owner", "产权人 业主 业主姓名 产权人姓名 业主名称 所有权人 权利人 姓名", _("产权人")
        ),
        _day("owned_from", "取得日期 产权取得日期 取得时间 产权登记日期"),
        Field(
            "id_no",
            _heads("身份证号 身份证号码 证件号码 证件号 身份证"),
            required=False,
            parse=lambda text: parse_id_no(text, id_no),
            kind=Kind.ACCOUNT,
        ),
        Field(
            "phone",
            _heads("联系电话 电话 手机 手机号 手机号码 联系方式 电话号码"),
            required=False,
            parse=phone,
            kind=Kind.ACCOUNT,
        ),
        _text("selling_unit", "售房单位 公房售房单位 原产权单位", _("售房单位")),
    )


def deposits() -> FileSpec:
    """Return the list of deposits (交存明细), in the language in force.

    Values: `on` date; `household`, `bank_account`, `payer`, `bank_ref`, `receipt` str;
    `amount` in fen; `payer_class` 1 to 3; `purpose` one of 首期, 续交, 补建, 补足.
    """
    on = "到账日期 日期 交存日期 交款日期 缴存日期 入账日期 交易日期 到账时间"
    amount = (
        "金额 交存金额 交款金额 缴存金额 缴款金额 到账金额 交易金额 "
        "实交金额 实缴金额 实交本金 收款金额"
    )
    payer = "交款人 缴款人 交款人姓名 交存人 缴存人 付款人 付款人名称 付款户名"
    return FileSpec(
        kind="deposits",
        title=_("交存明细"),
        fields=(
            _day("on", on, required=True),
            _household(),
            Field(
                "amount",
                _heads(amount),
                required=True,
                parse=parse_amount,
                kind=Kind.AMOUNT,
                parse_wan=in_wan(),
                summed=True,
            ),
            _number("bank_account", _BANK_ACCOUNT, _("银行账号"), required=True),
            _text("payer", payer, _("交款人")),
            _payer_class(),
            _word("purpose", "摘要 交存类型 交存类别 款项性质", parse_purpose),
            _number("bank_ref", "银行流水号 流水号 交易流水号 银行流水", _("银行流水号")),
            _number("receipt", "票据号 票据号码 收据号 收据编号 发票号", _("票据号")),
        ),
    )


def advances() -> FileSpec:
    """Return the list of an advance (单位预交) given to households, in the language in force.

    Values: `household` str; `amount` in fen.
    """
    return FileSpec(
        kind="advances",
        title=_("单位预交转入明细"),
        fields=(
            _household(),
            Field(
                "amount",
                _heads("金额 转入金额 交存金额"),
                required=True,
                parse=parse_amount,
                kind=Kind.AMOUNT,
                parse_wan=in_wan(),
                summed=True,
            ),
        ),
    )


def opening() -> FileSpec:
    """Return the opening balances (期初余额), in the language in force.

    Values: `household`, `bank_account` str; `principal`, `earnings`, `deposited` in fen;
    `payer_class` 1 to 3; `last_on` date.
    """
    earnings = "收益余额 期初收益 增值收益余额 利息余额 收益 利息"
    return FileSpec(
        kind="opening",
        title=_("期初余额"),
        fields=(
            _household(),
            _money("principal", "本金余额 期初本金 本金期初余额 本金", required=True),
            _money("earnings", earnings, required=True),
            _number("bank_account", _BANK_ACCOUNT, _("银行账号"), required=True),
            _money("deposited", "累计交存 累计交存金额 累计交存额 累计缴存"),
            _payer_class(),
            _day("last_on", "最后变动日 最后变动日期 最近变动日期 末次变动日期"),
        ),
    )


def bank_statement() -> FileSpec:
    """Return the bank's own list (银行对账单), in the language in force.

    Values: `on` date; `bank_account`, `ref`, `counterparty`, `summary` str; `credit`, `debit`,
    `balance` in fen, of either sign. A row has a credit or a debit, never both; the other is
    None or 0.
    """
    credit = "贷方 贷方金额 贷方发生额 收入金额 收入 存入金额 转入金额"
    debit = "借方 借方金额 借方发生额 支出金额 支出 支取金额 转出金额"
    return FileSpec(
        kind="bank_statement",
        title=_("银行对账单"),
        fields=(
            _day("on", "日期 交易日期 记账日期 入账日期 交易时间", required=True),
            _number("bank_account", _BANK_ACCOUNT, _("银行账号"), required=True),
            _signed("credit", credit, required=True),
            _signed("debit", debit, required=True),
            _number("ref", "流水号 交易流水号 银行流水号 核心流水号", _("流水号")),
            _signed("balance", "余额 账户余额 本次余额", summed=False),
            _text(
                "counterparty", "对方户名 对方名称 对方账户名称 对方户名称 对方单位", _("对方户名")
            ),
            _text("summary", "摘要 交易摘要", _("摘要")),
        ),
        check=_one_side,
    )


def _one_side(values: Values) -> InputError | None:
    """Refuse a row of a bank statement that moves money in both directions or in none."""
    if bool(values["credit"]) != bool(values["debit"]):
        return None
    return InputError(
        "bank_sides",
        _("贷方和借方须有且只有一个金额"),
        _("核对这一行；一笔流水只填一方"),
    )


def _heads(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def _text(key: str, heads: str, what: str) -> Field:
    return Field(key, _heads(heads), required=False, parse=name_parser(what))


def _code(key: str, heads: str, what: str, *, required: bool = False) -> Field:
    return Field(key, _heads(heads), required, code_parser(what), Kind.CODE)


def _number(key: str, heads: str, what: str, *, required: bool = False) -> Field:
    return Field(key, _heads(heads), required, account_parser(what), Kind.ACCOUNT)


def _word(key: str, heads: str, parse: Callable[[str], object], *, required: bool = False) -> Field:
    return Field(key, _heads(heads), required, parse, Kind.WORD)


def _day(key: str, heads: str, *, required: bool = False) -> Field:
    return Field(key, _heads(heads), required, parse_date, Kind.DATE)


def _area(key: str, heads: str, parse: Callable[[str], object], *, required: bool = False) -> Field:
    return Field(key, _heads(heads), required, parse, Kind.AREA, summed=True)


def _money(key: str, heads: str, *, required: bool = False) -> Field:
    return Field(
        key,
        _heads(heads),
        required,
        parse_amount_or_zero,
        Kind.AMOUNT,
        parse_wan=in_wan(allow_zero=True),
        summed=True,
    )


def _signed(key: str, heads: str, *, required: bool = False, summed: bool = True) -> Field:
    """Return a column of which a cell may be empty although the column must be there."""
    return Field(
        key,
        _heads(heads),
        required,
        parse_signed_amount,
        Kind.AMOUNT,
        filled=False,
        parse_wan=in_wan(allow_zero=True, allow_negative=True),
        summed=summed,
    )


def _household() -> Field:
    heads = "房屋编号 房屋编码 房屋代码 户号 户编号 分户编号 分户账号"
    return Field("household", _heads(heads), required=True, parse=parse_household, kind=Kind.CODE)


def _payer_class() -> Field:
    return _word("payer_class", "交款方 缴款方 交存主体 交款主体 交款人类别", parse_payer_class)
