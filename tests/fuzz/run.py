"""Fuzz one door for some minutes with atheris: `python tests/fuzz/run.py csv --minutes 10`.

What it finds is kept in `found/` below the working folder; put it, as small as it will go, into `corpus/<door>/`, where
`tests/test_fuzz.py` throws it for ever after. Atheris is not among the project's dependencies: `make fuzz` brings it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["premium", "targets"]):
    sys.path.insert(0, str(Path(__file__).parent))
    from targets import CORPUS, TARGETS

    import premium.workbook.__main__  # noqa: F401 - `workbook_inside` imports it too late to be watched


def main() -> None:
    """Run until the time is up, or until something is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("door", choices=sorted(TARGETS))
    parser.add_argument("--minutes", type=float, default=10)
    asked = parser.parse_args()
    own, found = Path("fuzz-work", asked.door), Path("fuzz-found", asked.door)
    for folder in (own, found):
        folder.mkdir(parents=True, exist_ok=True)
    seeds = CORPUS / asked.door.removesuffix("_inside")
    arguments = [
        sys.argv[0], str(own), *([str(seeds)] if seeds.is_dir() else []), f"-max_total_time={int(asked.minutes * 60)}",
        "-timeout=30", "-rss_limit_mb=4096", f"-artifact_prefix={found}/", "-max_len=4096", "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup(arguments, TARGETS[asked.door])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
