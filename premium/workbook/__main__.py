"""The process that reads one workbook: it takes a request on its input, limits itself, and leaves its answer in files.

The request is one JSON object: `file` (an open descriptor), `out` (a folder), `limits`, and `password` or null. The
answer is `answer.json` in that folder: sheets and warnings, or an error with its hint.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from premium.errors import InputError
from premium.workbook import locked, read_binary, read_ods, read_xlsx, warn, xls, xlsb
from premium.workbook.container import DAMAGED, Parts
from premium.workbook.limits import Limits

if TYPE_CHECKING:
    from premium.workbook.sheet_writer import Facts

ANSWER = "answer.json"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FILES = 64


def limit_itself(limits: Limits) -> None:
    """Bound this process: memory, seconds, what it writes; no dump of memory, no further processes."""
    bounds = {
        resource.RLIMIT_AS: limits.child_memory, resource.RLIMIT_CPU: limits.child_seconds,
        resource.RLIMIT_FSIZE: limits.child_output, resource.RLIMIT_CORE: 0, resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: _FILES,
    }  # fmt: skip
    for what, most in bounds.items():
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard - (what == resource.RLIMIT_CPU))
        try:  # seconds end with a signal of their own at the first bound, and no word at the second
            resource.setrlimit(what, (allowed, allowed + (what == resource.RLIMIT_CPU)))
        except (OSError, ValueError):
            if sys.platform == "linux":
                raise  # elsewhere a system may not know one of these, and the clock still ends it


def answer(file: IO[bytes], password: str | None, out: Path, limits: Limits) -> dict[str, Any]:
    """Read the workbook; return what the other process needs to know."""
    try:
        sheets, warnings = read(file, password, out, limits)
    except InputError as error:
        return {"error": str(error), "hint": error.hint, "locked": isinstance(error, locked.LockedError)}
    except MemoryError:
        return {
            "error": f"it needs more than {limits.child_memory >> 20} MiB of memory to be read",
            "hint": "split it, for instance by pay period; if it is small, do not open it",
        }
    except Exception as error:  # noqa: BLE001 - whatever a broken file leads to, it ends in a sentence
        return {
            "error": f"it is broken, or written in a way that we do not know ({type(error).__name__})",
            "hint": DAMAGED,
        }
    if not sheets:
        return {"error": "it has no sheets", "hint": DAMAGED}
    return {"sheets": [asdict(s) for s in sheets], "warnings": warnings}


def read(file: IO[bytes], password: str | None, out: Path, limits: Limits) -> tuple[list[Facts], list[str]]:
    """Read a workbook of any kind: what it is, its bytes say."""
    if file.read(len(OLE)) == OLE:
        ole = xls.opened(file)
        if not xls.is_locked(ole):
            return read_binary.read(file, xls.look(ole, limits), out, limits)
        file = locked.unlocked(file, password)
        if file.read(len(OLE)) == OLE:
            return read_binary.read(file, xls.look(xls.opened(file), limits), out, limits)
    parts = Parts(file, limits)
    if "content.xml" in parts:
        return read_ods.read(parts, out, limits)
    if xlsb.MAIN in parts:
        sheets, warnings = read_binary.read(file, xlsb.look(parts, limits), out, limits)
        return sheets, warn.around(parts) + warnings
    return read_xlsx.read(parts, out, limits)


def main() -> None:
    """Answer one request."""
    request = json.load(sys.stdin)
    limits, out = Limits(**request["limits"]), Path(request["out"])
    limit_itself(limits)
    with os.fdopen(request["file"], "rb") as file:
        file.seek(0)
        told = answer(file, request["password"], out, limits)
    (out / ANSWER).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
