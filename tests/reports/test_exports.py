from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from beancount.core.account import is_valid
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.desk import open_desk
from ledger.reports import journal_export
from ledger.reports.journal_files import BEANCOUNT, HLEDGER, Format, choose, write_files
from ledger.reports.journal_names import account_name, component, yuan
from ledger.store import schema
from ledger.store.database import Database
from ledger.store.upgrade import create_database
from ledger.values.errors import InputError, LedgerError, Refused
from tests import varied, worlds

FORMATS = [pytest.param(BEANCOUNT, id="beancount"), pytest.param(HLEDGER, id="hledger")]
ACCOUNT = re.compile(r"(?:Assets|Liabilities|Equity|Income|Expenses):\S+")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Lend a database that the tests of this module only read."""
    database = create_database(str(tmp_path_factory.mktemp("world") / "book.db"))
    with database.write() as tx:
        varied.build_varied(tx, seed=1)
    yield database
    database.close()


def exported(db: Database, form: Format, folder: Path, **selectors: str | int) -> dict[str, str]:
    """Return the exported files by name."""
    with db.read() as tx:
        written = write_files(tx, choose(tx, **selectors), form, folder)  # type: ignore[arg-type] # text or month
    return {each.path.name: each.path.read_text(encoding="utf-8") for each in written}


# ---- names ----


codes = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=":\uff38"), min_size=1
)


@given(codes)
def test_every_name_keeps_beancounts_strict_grammar(code: str) -> None:
    assert is_valid(f"{account_name('ASSET', '1001', code)}:{component(code)}")


@given(codes, codes)
def test_two_codes_never_get_one_name(first: str, second: str) -> None:
    assert (component(first) == component(second)) == (first == second)


def test_a_code_of_letters_digits_and_hyphens_stays_as_it_is() -> None:
    assert component("A01-3-2-501") == "A01-3-2-501"


def test_an_amount_has_its_two_decimals_whatever_its_size() -> None:
    assert [yuan(fen) for fen in (0, -1, 100, 10**15)] == [
        "0.00 CNY",
        "-0.01 CNY",
        "1.00 CNY",
        "10000000000000.00 CNY",
    ]


# ---- contents ----


@pytest.mark.parametrize("form", FORMATS)
def test_a_book_is_one_file_without_includes(world: Database, form: Format, tmp_path: Path) -> None:
    files = exported(world, form, tmp_path)
    assert sorted(files) == [f"{book}{form.ending}" for book in ("F1-C", "F1-P", "F2-C")]
    assert not any("include" in text for text in files.values())


@pytest.mark.parametrize("form", FORMATS)
def test_every_posting_has_its_amount_with_two_decimals(
    world: Database, form: Format, tmp_path: Path
) -> None:
    text = exported(world, form, tmp_path, book="F1-C")[f"F1-C{form.ending}"]
    postings = [line for line in text.splitlines() if re.match(r" +[AELI]\w+:", line)]
    assert len(postings) > 100
    bad = [line for line in postings if not re.search(r"  -?[0-9]+\.[0-9]{2} CNY\b", line)]
    assert not bad


def test_every_month_end_is_asserted_to_the_fen(world: Database, tmp_path: Path) -> None:
    text = exported(world, BEANCOUNT, tmp_path, book="F1-C")["F1-C.beancount"]
    asserted = [line for line in text.splitlines() if " balance " in line]
    assert all(line.endswith(" ~ 0.00 CNY") for line in asserted)
    assert {line[:10] for line in asserted} == {f"2026-0{month}-01" for month in range(2, 7)}
    moved = {account for line in text.splitlines() for account in ACCOUNT.findall(line)}
    assert {ACCOUNT.findall(line)[0] for line in asserted} == moved


def test_a_part_of_earnings_stands_below_its_sub_account(world: Database, tmp_path: Path) -> None:
    text = exported(world, BEANCOUNT, tmp_path, book="F1-C")["F1-C.beancount"]
    assert re.search(r"Equity:3001-商品住宅维修资金:A01-1-0-10\d:1-收益  -0.0\d CNY", text)
    assert re.search(r"Income:4001-交存收入:A01-1-0-10\d  -\d+\.\d\d CNY", text)


def test_a_red_letter_line_says_its_side(world: Database, tmp_path: Path) -> None:
    files = exported(world, HLEDGER, tmp_path, book="F1-C")
    red = [line for line in files["F1-C.journal"].splitlines() if "; red:" in line]
    assert any(re.search(r"Assets:1001\S+  -[0-9.]+ CNY  ; red:借$", line) for line in red)
    assert any(re.search(r"Income:4101\S+  [0-9.]+ CNY  ; red:贷$", line) for line in red)


def test_a_voucher_tells_its_number_maker_and_what_it_cancels(
    world: Database, tmp_path: Path
) -> None:
    text = exported(world, BEANCOUNT, tmp_path, book="F1-C")["F1-C.beancount"]
    whole = next(part for part in text.split("\n\n") if "  reverses: " in part)
    assert re.search(r'  number: "F1-C:2026-01:[收付]-\d+"\n  kind: "GENERAL"\n', whole)
    assert '  maker: "李\\"四"\n' in whole
    assert re.search(r'  reverses: "F1-C:2026-01:收-\d+"\n', whole)


def test_vouchers_stand_in_order_of_their_days(world: Database, tmp_path: Path) -> None:
    text = exported(world, HLEDGER, tmp_path, book="F1-C")["F1-C.journal"]
    days = re.findall(r"^(\d{4}-\d\d-\d\d) \*", text, re.MULTILINE)
    assert len(days) > len(varied.CLOSED)
    assert days == sorted(days)


@pytest.mark.parametrize("form", FORMATS)
def test_a_voucher_too_large_for_memory_says_the_same(
    world: Database, form: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = exported(world, form, tmp_path / "usual")
    monkeypatch.setattr(journal_export, "_SHARES_AT_A_TIME", 1)
    streamed = exported(world, form, tmp_path / "streamed")
    for name, text in usual.items():
        told, again = (each.split("\n\n") for each in (text, streamed[name]))
        assert [sorted(part.splitlines()) for part in told] == [
            sorted(part.splitlines()) for part in again
        ]


# ---- selectors ----


def test_an_estate_gets_its_own_lines_and_its_claim(world: Database, tmp_path: Path) -> None:
    files = exported(world, BEANCOUNT, tmp_path, estate="A02")
    text = files.pop("F1-C-A02.beancount")
    assert not files
    assert "Assets:1001-银行存款:A02-应有份额  7.41 CNY" in text
    assert "A01" not in text
    assert "6222-1" not in text


def test_a_custodian_gets_its_own_books(world: Database, tmp_path: Path) -> None:
    assert list(exported(world, HLEDGER, tmp_path, custodian="F2")) == ["F2-C.journal"]


@pytest.mark.parametrize(
    ("selectors", "error", "word"),
    [
        ({"book": "F9-C"}, Refused, "book_unknown"),
        ({"estate": "Z99"}, Refused, "estate_unknown"),
        ({"custodian": "无"}, Refused, "custodian_unknown"),
        ({"book": "F1-C", "custodian": "F2"}, InputError, "selectors_conflict"),
    ],
)
def test_what_is_not_there_is_refused(
    world: Database, tmp_path: Path, selectors: dict[str, str], error: type[LedgerError], word: str
) -> None:
    with pytest.raises(error) as caught:
        exported(world, BEANCOUNT, tmp_path / "out", **selectors)
    assert caught.value.code == word
    assert not (tmp_path / "out").exists()


# ---- files ----


@pytest.mark.parametrize("form", FORMATS)
def test_every_database_gives_the_same_bytes(
    world: Database, db: Database, form: Format, tmp_path: Path
) -> None:
    with db.write() as tx:
        varied.build_varied(tx, seed=1)
    for selectors in ({}, {"estate": "A01"}):
        ours = exported(world, form, tmp_path / "ours", **selectors)
        assert exported(db, form, tmp_path / "its", **selectors) == ours


def test_the_same_books_give_the_same_bytes_again(world: Database, tmp_path: Path) -> None:
    desk = open_desk(world.url.render_as_string(hide_password=False), clock=varied.CLOCK)
    folder = str(tmp_path / "new" / "out")
    with desk:
        first = desk.export.beancount(folder)
        assert [each.key for each in first.columns] == ["book", "file", "vouchers", "sha256"]
        assert list(first.rows) == list(desk.export.beancount(folder).rows)
        with world.read() as tx:
            acts = tx.conn.execute(select(schema.trail.c.act, schema.trail.c.subject)).all()
    assert acts.count(("export.beancount", folder)) == 2


def test_vouchers_are_counted(world: Database, tmp_path: Path) -> None:
    with world.read() as tx:
        (written,) = write_files(tx, choose(tx, book="F1-C"), BEANCOUNT, tmp_path)
        assert written.voucher_count == varied.vouchers_of(tx, 1)
        told = written.path.read_text(encoding="utf-8")
        assert told.count("\n  number: ") == written.voucher_count


def test_a_file_of_another_origin_is_never_overwritten(world: Database, tmp_path: Path) -> None:
    mine = tmp_path / "F1-C.beancount"
    mine.write_text("my own notes", encoding="utf-8")
    with pytest.raises(Refused) as caught:
        exported(world, BEANCOUNT, tmp_path)
    assert caught.value.code == "output_not_ours"
    assert list(tmp_path.iterdir()) == [mine]
    assert mine.read_text(encoding="utf-8") == "my own notes"


def test_a_link_is_never_followed(world: Database, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    target = tmp_path / "elsewhere"
    target.write_text(BEANCOUNT.mark + "\n", encoding="utf-8")
    (tmp_path / "out" / "F1-C.beancount").symlink_to(target)
    with pytest.raises(Refused) as caught:
        exported(world, BEANCOUNT, tmp_path / "out")
    assert caught.value.code == "output_not_ours"


def test_a_file_is_not_taken_for_a_folder(world: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        exported(world, BEANCOUNT, tmp_path / "file")
    assert caught.value.code == "output_not_a_folder"


def test_a_folder_that_cannot_be_made_is_told(world: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        exported(world, BEANCOUNT, tmp_path / "file" / "below")
    assert caught.value.code == "output_unwritable"


def test_a_failure_leaves_no_half_file(world: Database, tmp_path: Path) -> None:
    def broken(*_: object) -> Iterator[str]:
        yield "half"
        message = "no space"
        raise OSError(28, message)

    form = Format(BEANCOUNT.ending, BEANCOUNT.mark, broken)
    with pytest.raises(InputError) as caught:
        exported(world, form, tmp_path / "out")
    assert caught.value.code == "output_unwritable"
    assert not list((tmp_path / "out").iterdir())


def test_an_empty_book_is_an_empty_file(db: Database, tmp_path: Path) -> None:
    with db.write() as tx:
        worlds.build_registry(tx)
    text = exported(db, BEANCOUNT, tmp_path, book="F1-C")["F1-C.beancount"]
    assert "operating_currency" in text
    assert " open " not in text
