"""What the tests of opened files share: bytes in, cells and faults out; and workbooks made part by part."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from premium.errors import PremiumError
from premium.ingest.files.limits import LIMITS, Limits
from premium.ingest.files.open_file import open_file
from premium.ingest.files.sheet import cell, kind
from premium.ingest.profile.model import Dialect

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.ingest.files.sheet import Opened, Sheet

    Password = Callable[[], str] | None

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def opened(
    data: bytes, name: str = "sent.csv", limits: Limits = LIMITS, password: Password = None, **dialect: object
) -> Opened:
    """Open these bytes as a file of that name; without `format` they are CSV."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        return open_file(path, name, Dialect.model_validate({"format": "csv", **dialect}), limits, password)


def workbook(data: bytes, name: str = "sent.xlsx", limits: Limits = LIMITS, password: Password = None) -> Opened:
    """Open these bytes as a workbook."""
    return opened(data, name, limits, password, format="workbook")


def refusal(
    data: bytes, name: str = "sent.csv", limits: Limits = LIMITS, password: Password = None, **dialect: object
) -> str:
    """Return the sentence and the hint with which these bytes are refused."""
    with pytest.raises(PremiumError) as refused:
        opened(data, name, limits, password, **dialect)
    assert refused.value.hint
    return f"{refused.value} | {refused.value.hint}"


def texts(sheet: Sheet) -> list[tuple[str | None, ...]]:
    """The texts of each row."""
    return sheet.cells.select(cell(i) for i in range(sheet.width)).rows()


def kinds(sheet: Sheet) -> list[str]:
    """The kinds of each row's cells, as one word; a dot where nothing stands."""
    return ["".join(k or "." for k in row) for row in sheet.cells.select(kind(i) for i in range(sheet.width)).rows()]


def faults(sheet: Sheet) -> list[tuple[int, int | None, str]]:
    """Row, column and the first word of each fault."""
    return [(row, column, reason.partition(":")[0]) for row, column, _, reason in sheet.faults.rows()]


def packed(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Zip these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return held.getvalue()


def xlsx_parts(sheet: str, **more: str) -> dict[str, str | bytes]:
    """The parts of a small XLSX with this `<sheetData>` content; `strings`, `styles` and `book` are added as given."""
    targets = {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
    links = "".join(
        f'<Relationship Id="r{i}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets.items())
    )
    return {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r0" Type="{LINKS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{more.get("book", "")}<sheets>'
        '<sheet name="Crew" sheetId="1" r:id="r0"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{more.get("before", "")}'
        f"<sheetData>{sheet}</sheetData>{more.get('after', '')}</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{more.get("strings", "")}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{more.get("styles", "")}</styleSheet>',
    }


def xlsx(sheet: str, **more: str) -> bytes:
    """A small XLSX with this `<sheetData>` content."""
    return packed(xlsx_parts(sheet, **more))


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    "{styles}<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
)


def ods(rows: str, styles: str = "", sheet: str = 'table:name="Crew"') -> bytes:
    """A small ODS with these rows."""
    body = f"<table:table {sheet}>{rows}</table:table>"
    return packed({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": ODS.format(styles=styles, body=body),
    })  # fmt: skip
