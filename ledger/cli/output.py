"""The only writer of stdout, and of the files that `--output` names.

Text goes out in the terminal's encoding; CSV and JSON are data and always UTF-8. A file appears
under its name only when it is whole.
"""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast

from ledger.values.draw import Format, draw
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ledger.values.sheet import Sheet

AnyFormat = Format | Literal["xlsx"]

BY_SUFFIX: Final[dict[str, AnyFormat]] = {".csv": "csv", ".json": "json", ".xlsx": "xlsx"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet goes and in which format; `path` is None for stdout."""

    fmt: AnyFormat
    path: Path | None = None


def place_for(fmt: AnyFormat | None, output: str | None, *, force: bool = False) -> Place:
    """Decide where to write, and refuse what would fail, before anything else is done.

    Without `--format` the name of the file says it. A file that is there already stays as it is
    unless `force`.
    """
    path = None if output in {None, "-"} else Path(str(output))
    if fmt is None:
        fmt = BY_SUFFIX.get(path.suffix.lower(), "text") if path else "text"
    if path is None:
        if fmt == "xlsx":
            raise InputError(
                "output_missing", _("xlsx 只能写进文件"), _("加上 --output 文件名.xlsx")
            )
        return Place(fmt)
    name = safe(str(path))
    there = os.path.lexists(path)
    if there and (path.is_symlink() or not path.is_file()):
        raise Refused(
            "output_not_a_file",
            _("{name} 不是普通文件").format(name=name),
            _("换一个文件名；要写到标准输出就不用 --output"),
        )
    if there and not force:
        raise Refused(
            "output_exists",
            _("{name} 已经存在").format(name=name),
            _("换一个文件名，或加 --force 覆盖"),
        )
    if not path.parent.is_dir():
        raise InputError(
            "output_unwritable",
            _("没有文件夹 {name}").format(name=safe(str(path.parent))),
            _("先建好文件夹"),
        )
    return Place(fmt, path)


def show(sheet: Sheet, place: Place, write_xlsx: Callable[[Sheet, Path], None]) -> None:
    """Write `sheet` where and how `place` says."""
    if place.path is None:
        print_sheet(sheet, cast("Format", place.fmt))
        return
    with _whole_file(place.path) as part:
        if place.fmt == "xlsx":
            write_xlsx(sheet, part)
        else:
            with part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
                file.writelines(draw(sheet, place.fmt))


def print_sheet(sheet: Sheet, fmt: Format) -> None:
    """Write `sheet` to stdout."""
    _to_stdout(draw(sheet, fmt), binary=fmt != "text")


def hush() -> None:
    """Send what is still buffered for stdout nowhere, so that nothing complains at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _to_stdout(chunks: Iterable[str], *, binary: bool) -> None:
    """Write `chunks`; a reader that has gone away (`| head`) has had what it wanted."""
    raw = getattr(sys.stdout, "buffer", None) if binary else None
    for chunk in chunks:
        try:
            if raw is None:
                sys.stdout.write(chunk)
            else:
                raw.write(chunk.encode("utf-8", "backslashreplace"))
        except OSError as error:
            _stdout_failed(error)
            return
    try:
        sys.stdout.flush()
    except OSError as error:
        _stdout_failed(error)


def _stdout_failed(error: OSError) -> None:
    hush()
    if isinstance(error, BrokenPipeError):
        return
    raise InputError(
        "output_unwritable",
        _("标准输出写不出去：{reason}").format(reason=error.strerror),
        _("事情可能已经办完，请先查询再重做"),
    ) from error


@contextlib.contextmanager
def _whole_file(path: Path) -> Iterator[Path]:
    """Give a new file beside `path`, and put it in `path`'s place when it is complete."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.touch(exist_ok=False)
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise InputError(
            "output_unwritable",
            _("{name} 写不进去：{reason}").format(name=safe(str(path)), reason=error.strerror),
            _("检查磁盘空间和权限后重做"),
        ) from error
    finally:
        part.unlink(missing_ok=True)
