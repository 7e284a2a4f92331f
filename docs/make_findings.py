"""A page for every kind of finding, made of its SQL, its line in the plan, the programs' articles, and its cases.

`python docs/make_findings.py` writes `docs/findings/`; with `--check` it says which page is out of step.
"""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from premium import money
from premium.program.load import load, shipped
from premium.reconcile.plan import CHECKS

if TYPE_CHECKING:
    from premium.program import LoadedProgram
    from premium.reconcile.plan import Check

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "findings"
CASES = ROOT / "tests" / "cases"
MADE = "<!-- Made by docs/make_findings.py of the SQL, the plan, the program files and the cases: change those. -->"
WHO = {"buyer": "the buyer", "grower": "the grower", "program": "the program", "none": "nobody"}
NEEDS = {
    "pool money": "some pool money",
    "minimum wages": "minimum wages in the program",
    "growers": "the monitor's growers",
    "standing": "the monitor's standing",
}
INDEX = """All kinds of findings, in the order in which they are looked for. The last columns name the article that each
program's file has for it; a finding without an article is information. [How to add one](../adding-a-finding.md)."""
HEADINGS = {
    "found": "It is found in these cases",
    "not_found": "It is not found in these",
    "not_run": "It is not looked for in these",
}


def pages() -> dict[str, str]:
    """Return every page by its file name."""
    programs = [load(name) for name in shipped()]
    made = {f"{check.name}.md": page(check, programs) for check in CHECKS}
    return {"README.md": index(programs), **made}


def header(check: Check) -> list[str]:
    """Return what the SQL says about itself, sentence by sentence."""
    lines = [line for line in check.text.splitlines() if line.startswith("--")]
    text = " ".join(line.removeprefix("--").strip() for line in lines)
    return re.split(r"(?<=\.) (?=[A-Z])", text)


def body(check: Check) -> str:
    """Return the SQL below its header."""
    return "\n".join(line for line in check.text.splitlines() if not line.startswith("--"))


def answers(check: Check) -> str:
    """Return who answers, read where the SQL says so."""
    said = re.search(r"SELECT\s+((?:(?!SELECT).)*?)\s+AS answers", check.text, re.DOTALL)
    words = re.findall(r"'(\w+)'", said.group(1)) if said else []
    return " or ".join(WHO[word] for word in words if word in WHO)


def article(check: Check, program: LoadedProgram) -> tuple[str, str]:
    """Return a program's article, short and in full."""
    for code in program.program.code:
        if code.finding == check.name:
            full = f"{code.title} ({code.class_}). {code.remedy}, within {code.remedy_days} days."
            return code.article, f"article {code.article}: {full}"
    return "", "no article: it is information"


def needs(check: Check) -> str:
    """Return what must have been reported for the check to run."""
    return ", ".join(" or ".join(NEEDS.get(part, part) for part in need.split(" or ")) for need in check.needs)


def page(check: Check, programs: list[LoadedProgram]) -> str:
    """Return one finding's page."""
    said: dict[str, Any] = yaml.load(  # the loader that makes nothing but text
        (CASES / f"{check.name}.yaml").read_text(encoding="utf-8"),
        Loader=yaml.BaseLoader,  # noqa: S506
    )
    facts = [("Who answers", answers(check)), ("Looked for where these were reported", needs(check))]
    facts += [(f"Under {p.program.name}", article(check, p)[1]) for p in programs]
    cases, sql = f"tests/cases/{check.name}.yaml", f"premium/reconcile/checks/{check.name}.sql"
    parts = [
        MADE,
        f"# {check.name}",
        " ".join(header(check)),
        "| | |\n|---|---|\n" + "\n".join(f"| {name} | {value} |" for name, value in facts),
        "## When it is found, and when not",
        " ".join(said["about"].split()),
        *sentences(said),
        f"Each is a case in [`{cases}`](../../{cases}), with its records.",
        "## How it is found",
        f"[`{sql}`](../../{sql}), a row per row of evidence; what it reads is in the [run's folder](../run-folder.md).",
        f"```sql\n{body(check).strip()}\n```",
    ]
    return "\n\n".join(parts) + "\n"


def sentences(said: dict[str, Any]) -> list[str]:
    """Return the cases' sentences, by what follows from each."""
    heaps: dict[str, list[str]] = {heap: [] for heap in HEADINGS}
    for case in said["cases"]:
        heap = "not_run" if case.get("did_not_run") == "true" else "found" if case["expect"] else "not_found"
        found = [{**said.get("each_finding", {}), **finding} for finding in case.get("expect", [])]
        amounts = [amount for amount in map(size, found) if amount]
        line = f"- {case['it']}" + (f": **{', '.join(amounts)}**" if amounts else "")
        why = " ".join(case.get("why", "").split())
        heaps[heap].append(line + (f"  \n  ({why})" if why else ""))
    return [f"**{HEADINGS[heap]}**\n\n" + "\n".join(lines) for heap, lines in heaps.items() if lines]


def size(finding: dict[str, str]) -> str:
    """Return a finding's amount or quantity, as people read it."""
    if "amount" in finding:
        return money.dollars(money.scaled(Decimal(finding["amount"]), money.MONEY_DECIMALS))
    return finding.get("quantity", "")


def index(programs: list[LoadedProgram]) -> str:
    """Return the table of all kinds."""
    columns = ["finding", "what it is", "who answers", *(p.program.name for p in programs)]
    rows = [
        [f"[{c.name}]({c.name}.md)", header(c)[0], answers(c), *(article(c, p)[0] for p in programs)] for c in CHECKS
    ]
    table = [columns, ["---"] * len(columns), *rows]
    parts = [
        MADE,
        "# Findings",
        INDEX,
        "\n".join("| " + " | ".join(row) + " |" for row in table),
    ]
    return "\n\n".join(parts) + "\n"


def out_of_step() -> list[str]:
    """Return the pages that are missing, that say something else, or that nothing makes any more."""
    made = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*.md")}
    return sorted(name for name in {*made, *there} if made.get(name) != there.get(name))


def main() -> int:
    """Write the pages, or with `--check` name those out of step; return the exit status."""
    wrong = out_of_step()
    if "--check" in sys.argv:
        sys.stdout.writelines(f"docs/findings/{n} is out of step: run python docs/make_findings.py\n" for n in wrong)
        return int(bool(wrong))
    PAGES.mkdir(exist_ok=True)
    made = pages()
    for name in wrong:
        if name in made:
            (PAGES / name).write_text(made[name], encoding="utf-8")
        else:
            (PAGES / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
