"""A minimal XLSB, record by record, because no library here writes one."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from opening import LINKS, PACKAGE, packed

if TYPE_CHECKING:
    from collections.abc import Iterable

ERRORS = {"#DIV/0!": 0x07, "#N/A": 0x2A}
STYLES = {"0": 0, "yyyy-mm-dd": 14, "[h]:mm:ss": 46}
"""The formats of cells, by the numbers that they have in every workbook."""

Value = float | str | bool | None


def record(kind: int, content: bytes = b"") -> bytes:
    """A record: its kind and its size, seven bits a byte, then its content."""
    return number(kind) + number(len(content)) + content


def number(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + number(rest) if rest else bytes([low])


def text(value: str) -> bytes:
    units = value.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def cell(column: int, value: Value, style: int = 0, *, formula: bool = False) -> bytes:
    place = struct.pack("<II", column, style)
    if value is None:
        return record(1, place)
    if isinstance(value, bool):
        return record(4, place + bytes([value]))
    if isinstance(value, str) and value in ERRORS:
        return record(11 if formula else 3, place + bytes([ERRORS[value]]) + (b"\x00" * 10 if formula else b""))
    if isinstance(value, str):
        return record(8 if formula else 6, place + text(value) + (b"\x00" * 10 if formula else b""))
    return record(9 if formula else 5, place + struct.pack("<d", value) + (b"\x00" * 10 if formula else b""))


def row(index: int, cells: Iterable[bytes], *, hidden: bool = False) -> bytes:
    head = struct.pack("<IIHBBB", index, 0, 300, 0, 0x10 if hidden else 0, 0) + struct.pack("<I", 0)
    return record(0, head) + b"".join(cells)


def xlsb(rows: bytes, *, hidden: bool = False, reaches: tuple[int, int] = (9, 9)) -> bytes:
    """A workbook with one sheet, `Crew`, of these rows. Texts of cells stand in them."""
    size = record(148, struct.pack("<IIII", 0, reaches[0], 0, reaches[1]))
    sheet = record(129) + size + record(145) + rows + record(146) + record(130)
    listed = record(156, struct.pack("<II", 2 if hidden else 0, 1) + text("r0") + text("Crew"))
    book = record(131) + record(153, b"\x00" * 8 + text("")) + record(143) + listed + record(144) + record(132)
    formats = b"".join(record(47, struct.pack("<HH", 0xFFFF, f) + b"\x00" * 12) for f in STYLES.values())
    styles = record(278) + record(617, struct.pack("<I", len(STYLES))) + formats + record(618) + record(279)
    main = f'<Relationship Id="r0" Type="{LINKS}/officeDocument" Target="xl/workbook.bin"/>'
    links = "".join(
        f'<Relationship Id="r{i}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate((("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin")))
    )
    return packed({
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{main}</Relationships>',
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "xl/workbook.bin": book, "xl/worksheets/sheet1.bin": sheet, "xl/styles.bin": styles,
    })  # fmt: skip
