"""A workbook, read by a process of its own: whatever happens to that one ends here in a sentence."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from premium.errors import InputError
from premium.ingest.files.sheet import FAULT_SCHEMA, ROW, Opened, Sheet, cell, kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.ingest.files.limits import Limits

ANSWER = "answer.json"
LONGEST_ANSWER = 64 << 20
PASSWORD_VARIABLE = "PREMIUM_WORKBOOK_PASSWORD"  # noqa: S105 - its name, not a password
_ADVICE = "open it in a spreadsheet, save it as XLSX, and try that; if you do not know the sender, do not open it"


def read(file: int, name: str, limits: Limits, password: Callable[[], str] | None) -> Opened:
    """Read a workbook from an open file; `name` is what people call it.

    Raises:
        InputError: the other process refused the file, or did not live to answer.
    """
    with os.fdopen(os.dup(file), "rb") as whole:
        whole.seek(0)
        sha256 = hashlib.file_digest(whole, "sha256").hexdigest()
    with tempfile.TemporaryDirectory(prefix="premium-") as folder:
        out = Path(folder)
        answer = _ask(file, name, out, limits, None)
        if answer.get("locked") and password is not None:
            answer = _ask(file, name, out, limits, password())
        if "error" in answer:
            raise InputError(f"{name}: {answer['error']}", hint=str(answer.get("hint", "")))
        try:
            sheets = tuple(_sheet(out, facts, name) for facts in answer["sheets"])
            warnings = tuple(f"{name}: {w}" for w in answer["warnings"])
        except (pl.exceptions.PolarsError, OSError, KeyError, TypeError, ValueError) as error:
            raise InputError(f"{name}: what was read from it does not fit together", hint=_ADVICE) from error
    return Opened(name, sha256, os.fstat(file).st_size, sheets, warnings)


def _ask(file: int, name: str, out: Path, limits: Limits, password: str | None) -> dict[str, Any]:
    """Start the process, wait for it no longer than allowed, and return its answer."""
    request = json.dumps({"file": file, "out": str(out), "limits": asdict(limits), "password": password})
    process = subprocess.Popen(
        [sys.executable, "-P", "-X", "utf8", "-m", "premium.workbook"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(file,), cwd=out,
        env={"PYTHONPATH": os.pathsep.join(str(Path(p).resolve()) for p in sys.path)},
        start_new_session=True,
    )  # fmt: skip
    try:
        process.communicate(request.encode(), timeout=2 * limits.child_seconds)
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{name} takes more than {2 * limits.child_seconds} seconds to read", hint=_ADVICE) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if process.returncode != 0:
        raise InputError(f"{name} cannot be read: {_end(process.returncode)}", hint=_ADVICE)
    return _answer(out / ANSWER, name)


def _end(status: int) -> str:
    """Say how a process ended that did not answer."""
    if status >= 0:
        return "the process that reads workbooks gave up on it"
    if -status == signal.SIGXCPU:
        return "it takes too long"
    return f"the process that reads workbooks was ended by it ({signal.Signals(-status).name})"


def _answer(path: Path, name: str) -> dict[str, Any]:
    try:
        if path.stat().st_size > LONGEST_ANSWER:
            raise ValueError("too long")  # noqa: TRY301 - one way out for every answer that is none
        answer = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(
            f"{name} cannot be read: the process that reads workbooks gave no answer", hint=_ADVICE
        ) from error
    if not isinstance(answer, dict):
        raise InputError(f"{name} cannot be read: the process that reads workbooks gave no answer", hint=_ADVICE)
    return answer


def _sheet(out: Path, facts: dict[str, Any], name: str) -> Sheet:
    """Put a sheet's blocks together, and prove that nothing got lost on the way."""
    width, rows = int(facts["width"]), int(facts["last_row"])
    numbers = pl.DataFrame({ROW: pl.Series(range(1, rows + 1), dtype=pl.Int64)})
    order = [*map(cell, range(width)), *map(kind, range(width))]
    blocks = [_block(out / file, wide) for file, wide in facts["blocks"]]
    empty = pl.DataFrame(schema={ROW: pl.Int64, **dict.fromkeys(order, pl.String)})
    found = pl.concat([empty, *blocks], how="diagonal")
    cells = numbers.join(found, on=ROW, how="left", maintain_order="left").select(ROW, *order)
    texts = cells.select(cell(i) for i in range(width))
    filled = sum(rows - cells[kind(i)].null_count() for i in range(width))
    characters = sum(int(c.str.len_chars().sum()) for c in texts)
    if (len(found), filled, characters) != (facts["rows"], facts["filled"], facts["characters"]):
        raise ValueError(f"{name}: {filled} cells came of {facts['filled']}")
    faults = pl.DataFrame(
        [(row, column, cells[row - 1, cell(column)], reason) for row, column, reason in facts["faults"]],
        schema=FAULT_SCHEMA, orient="row",
    )  # fmt: skip
    return Sheet(str(facts["name"]), cells, width, faults, tuple(tuple(m) for m in facts["merged"]))


def _block(path: Path, width: int) -> pl.DataFrame:
    """Read one block of cells, and the kinds that stand as one letter for each."""
    schema = {ROW: pl.Int64, "kinds": pl.String, **{cell(i): pl.String for i in range(width)}}
    block = pl.read_csv(path, has_header=False, schema=schema, empty_string_is_null=True)
    kinds = {kind(i): pl.col("kinds").str.slice(i, 1).replace(".", None) for i in range(width)}
    return block.with_columns(**kinds).drop("kinds")
