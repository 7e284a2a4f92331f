"""Writes the files of every layout and the answers beside them: `python -m senders.make` with `tests` on the path.

Raw file and answer come from one truth, so that neither was written by what is tested. The profiles and the pages
`about.md` are by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from senders.csv_files import adp_batch, datatech_csv, quickbooks_detail
from senders.csv_ledgers import buyers_ledger, premium_job, spanish_semicolon, voids_reversals
from senders.fixed_files import famous_fixed, printed_register
from senders.old_workbooks import crew_counts, old_excel
from senders.workbooks import crew_workbook, wh347_workbook
from senders.workbooks_bilingual import bilingual_crews
from senders.workbooks_weekly import hours_minutes_workbook, weekly_sheets

if TYPE_CHECKING:
    from collections.abc import Callable

    from senders.paper import Files

HERE = Path(__file__).resolve().parent
LAYOUTS: dict[str, Callable[[], Files]] = {
    "famous-fixed": famous_fixed,
    "datatech-csv": datatech_csv,
    "adp-batch": adp_batch,
    "quickbooks-detail": quickbooks_detail,
    "wh347-workbook": wh347_workbook,
    "crew-workbook": crew_workbook,
    "spanish-semicolon": spanish_semicolon,
    "crew-counts": crew_counts,
    "premium-job": premium_job,
    "voids-reversals": voids_reversals,
    "weekly-sheets": weekly_sheets,
    "printed-register": printed_register,
    "hours-minutes": hours_minutes_workbook,
    "buyers-ledger": buyers_ledger,
    "old-excel": old_excel,
    "bilingual-crews": bilingual_crews,
}


def main() -> None:
    """Write every layout's files into its folder."""
    for layout, make in LAYOUTS.items():
        folder = HERE / layout
        folder.mkdir(exist_ok=True)
        for name, content in make().items():
            (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
