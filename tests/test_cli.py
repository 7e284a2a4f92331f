"""The command line: help, exit statuses, JSON, start-up, and what a terminal is told."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import typer

from folders import ROOT, VALLEY, lines, paid, payments, write
from premium import cli
from premium.errors import PremiumError, ProofError
from premium.harmless import harmless
from premium.run_folder import open_run
from reports.text import tell_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import click

    from premium.run_folder import RunFolder

RECORDS = str(VALLEY / "records")
DAY = ("--as-of", "2026-03-31")


@dataclass(frozen=True)
class Said:
    """How a command ended and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever it says
        """Standard output as JSON: all of it."""
        return json.loads(self.out)


@pytest.fixture
def premium(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command in this process, as a person would type it."""

    def run(*words: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["premium", *map(str, words)])
        monkeypatch.setenv("COLUMNS", "120")
        capsys.readouterr()
        try:
            cli.main()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        told = capsys.readouterr()
        return Said(status, told.out, told.err)

    return run


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with the words that call it."""

    def below(words: str, command: Any) -> Iterator[tuple[str, click.Command]]:  # noqa: ANN401 - typer's own click
        yield words, command
        for name, inner in getattr(command, "commands", {}).items():
            yield from below(f"{words} {name}", inner)

    yield from below("premium", typer.main.get_command(cli.app))


COMMANDS = dict(commands())


def options(command: click.Command) -> set[str]:
    """Every spelling of a command's options."""
    return {"--help"} | {word for p in command.params for word in (*p.opts, *p.secondary_opts) if word.startswith("-")}


# Help


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_says_what_it_is_for(premium: Callable[..., Said], words: str) -> None:
    said = premium(*words.split()[1:], "--help")
    assert said.status == 0
    assert said.out.startswith("Usage: premium")
    for option in options(COMMANDS[words]):
        assert option in said.out
    assert COMMANDS[words].help


def test_every_option_and_argument_says_what_it_is_for() -> None:
    silent = [
        f"{words} {p.name}"
        for words, command in COMMANDS.items()
        for p in command.params
        if p.name != "help" and not getattr(p, "help", "")
    ]
    assert silent == []


def test_help_names_the_exit_statuses(premium: Callable[..., Said]) -> None:
    assert "Exit status: 0 nothing to answer for, 1 violations found, 2 could not run, 3 a proof failed." in (
        premium("--help").out.replace("\n  ", " ")
    )


def test_premium_alone_shows_its_help(premium: Callable[..., Said]) -> None:
    said = premium()
    assert "Usage: premium" in said.out + said.err


def test_the_version_is_printed(premium: Callable[..., Said]) -> None:
    assert re.fullmatch(r"premium \d+\.\d+\.\d+\n", premium("--version").out)


# Exit statuses


def test_violations_end_with_1_and_the_story(premium: Callable[..., Said], tmp_path: Path) -> None:
    said = premium("reconcile", RECORDS, "--program", "fair-food", "--out", tmp_path / "run", *DAY)
    assert said.status == 1
    assert "$13.67 of the $272.76 that workers were due by 31 March 2026 did not reach their paychecks" in said.out
    assert f"The report: {tmp_path / 'run' / 'report.html'}" in said.out
    assert said.err == "", "nobody watches, so nothing is said of the progress"
    assert {"report.html", "findings.xlsx", "run.json"} <= {p.name for p in (tmp_path / "run").iterdir()}


def test_nothing_to_answer_for_ends_with_0(premium: Callable[..., Said], tmp_path: Path) -> None:
    records = write(tmp_path / "records", {"payments.csv": payments(paid()), "payroll.csv": lines({"hours": "0.1"})})
    said = premium("reconcile", records, "--program", "fair-food", "--out", tmp_path / "run", "--as-of", "2025-12-06")
    assert (said.status, said.err) == (0, "")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"payroll.csv": lines({"hours": "0.1"})}, "no pool money is known: every origin's pool is zero"),
        ({"payments.csv": payments(paid())}, "nobody reported payroll"),
    ],
)
def test_a_run_that_cannot_say_whether_workers_were_paid_says_that_loudly(
    premium: Callable[..., Said], tmp_path: Path, files: dict[str, str], why: str
) -> None:
    records = write(tmp_path / "records", files)
    words = ("reconcile", records, "--program", "fair-food", "--out", tmp_path / "run", "--as-of", "2025-12-06")
    told = f"Nobody can say whether the premium reached the workers: {why}."
    screen = premium(*words)
    assert (screen.status, screen.err) == (0, ""), "nobody answers for anything; nothing says that all is well, either"
    assert " ".join(screen.out.splitlines()[2:4]).startswith(told)
    assert premium(*words, "--quiet") == Said(0, "", f"premium: {told}\n")
    data = premium(*words, "--json")
    assert (data.status, data.json["cannot_say"], data.err) == (0, why, f"premium: {told}\n")


def test_a_run_that_can_say_it_has_nothing_that_it_cannot(premium: Callable[..., Said], tmp_path: Path) -> None:
    said = premium("reconcile", RECORDS, "--program", "fair-food", "--out", tmp_path / "run", *DAY, "--json")
    assert (said.json["cannot_say"], said.err) == ("", "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("reconcile", "nowhere", "--program", "fair-food", "--out", "OUT"), "there is no folder nowhere"),
        (("reconcile", RECORDS, "--program", "unfair-food", "--out", "OUT"), "there is no program 'unfair-food'"),
        (("reconcile", RECORDS, "--program", "fair-food", "--out", RECORDS), "lies inside the records folder"),
        (
            ("reconcile", RECORDS, "--program", "fair-food", "--out", "OUT", "--memory", "-1GB"),
            "'-1GB' is not an amount",
        ),
        (
            ("reconcile", RECORDS, "--program", "fair-food", "--out", "OUT", "--as-of", "yesterday"),
            "'yesterday' is not a day",
        ),
        (("reconcile", RECORDS, "--program", "fair-food", "--out", "OUT", "--as-of", "2026-02-30"), "is not a day"),
        (("reconcile", RECORDS, "--program", "fair-food", "--out", "OUT", "--as-of", "26-01-01"), "is not a day"),
        (("reconcile", RECORDS, "--program", "fair-food", "--out", "OUT", "--as-of", "2026-1-5"), "is not a day"),
        (("report", "nowhere"), "there is no folder nowhere"),
        (("verify", "nowhere"), "there is no folder nowhere"),
        (("explain", "nowhere", "abc"), "there is no folder nowhere"),
        (("program", "check", "nowhere.toml"), "there is no program 'nowhere.toml'"),
    ],
)
def test_what_cannot_be_done_ends_with_2_a_sentence_and_a_hint(
    premium: Callable[..., Said], tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    said = premium(*(str(tmp_path / "run") if word == "OUT" else word for word in words))
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("premium: ")
    assert told in said.err
    assert said.err.count("\n") <= 2, "a sentence and a hint, and no trace of the machine"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("reconcile", RECORDS),
        ("explain",),
        ("verify",),
        ("reconcile", "--nonsense"),
        ("reconcile", RECORDS, "--program", "fair-food", "--out", "x", "--threads", "0"),
        ("reconcile", RECORDS, "--program", "fair-food", "--out", "x", "--threads", "two"),
    ],
)
def test_words_that_are_no_command_end_with_2(premium: Callable[..., Said], words: tuple[str, ...]) -> None:
    said = premium(*words)
    assert (said.status, said.out) == (2, "")
    assert "Error" in said.err


def test_a_failed_proof_ends_with_3(
    premium: Callable[..., Said], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise ProofError("a proof failed", hint="report it")

    monkeypatch.setattr("premium.audit.audit", fail)
    words = ("reconcile", RECORDS, "--program", "fair-food", "--out", tmp_path / "run")
    assert premium(*words) == Said(3, "", "premium: a proof failed\n  report it\n")
    said = premium(*words, "--json")
    assert (said.status, said.json["error"]) == (3, {"code": "proof", "message": "a proof failed", "hint": "report it"})


def test_an_error_without_a_hint_is_one_line(premium: Callable[..., Said], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise PremiumError("no")

    monkeypatch.setattr("premium.run_folder.open_run", fail)
    assert premium("verify", "x").err == "premium: no\n"


# JSON and quiet


def test_json_is_all_that_standard_output_says(premium: Callable[..., Said], tmp_path: Path) -> None:
    out = tmp_path / "run"
    said = premium("reconcile", RECORDS, "--program", "fair-food", "--out", out, *DAY, "--json")
    assert (said.status, said.err) == (1, "")
    assert said.json["totals"]["reached_cents"] == 26_779
    assert said.json["folder"] == str(out)
    assert set(open_run(out).manifest) < set(said.json)


def test_json_says_errors_too(premium: Callable[..., Said], tmp_path: Path) -> None:
    words = ("reconcile", "nowhere", "--program", "fair-food", "--out", tmp_path / "run", "--json")
    said = premium(*words)
    assert said.status == 2
    assert said.json["error"]["code"] == "input"
    assert said.json["error"]["message"] == "there is no folder nowhere"
    assert premium("explain", tmp_path, "x", "--json").json["error"]["code"] == "run"
    assert premium("verify", tmp_path, "--json").json["error"]["code"] == "run"


def test_quiet_says_nothing_but_errors(premium: Callable[..., Said], tmp_path: Path) -> None:
    words = ("reconcile", RECORDS, "--program", "fair-food", "--out", tmp_path / "run", *DAY)
    for quiet in ("--quiet", "-q"):
        assert premium(*words, quiet) == Said(1, "", "")
    assert "nowhere" in premium("reconcile", "nowhere", *words[2:], "-q").err


# Each command


def test_report_writes_its_documents_again(premium: Callable[..., Said], own_run: RunFolder) -> None:
    said = premium("report", own_run.path)
    assert said.status == 0
    assert said.out.splitlines()[:2] == [str(own_run.path / "report.html"), str(own_run.path / "findings.xlsx")]
    first = (own_run.path / "report.html").read_bytes()
    (own_run.path / "report.html").write_text("gone", encoding="utf-8")
    premium("report", own_run.path)
    assert (own_run.path / "report.html").read_bytes() == first


def test_verify_says_that_all_is_the_same_or_what_is_not(premium: Callable[..., Said], own_run: RunFolder) -> None:
    said = premium("verify", own_run.path)
    tables = own_run.manifest["tables"]
    told = f"The same, byte for byte: {len(tables)} tables, {sum(t['rows'] for t in tables.values()):,} rows.\n"
    assert said == Said(0, told, "")
    assert premium("verify", own_run.path, "--json").json["same"] is True
    shutil.copytree(VALLEY / "records", own_run.path.parent / "elsewhere")
    assert premium("verify", own_run.path, "--records", own_run.path.parent / "elsewhere").status == 0
    (own_run.path / "pools.parquet").write_bytes(b"x")
    said = premium("verify", own_run.path)
    assert said.status == 3
    assert "pools.parquet is not what the run wrote" in said.err


def test_explain_tells_a_finding_by_its_id_or_how_it_begins(
    premium: Callable[..., Said], valley_run: RunFolder
) -> None:
    import polars as pl  # noqa: PLC0415 - the one test that reads a table

    for finding in pl.read_parquet(valley_run.table("findings")).to_dicts():
        said = premium("explain", valley_run.path, finding["finding_id"])
        assert said.status == 0
        assert finding["kind"] in said.out.replace(" ", "_").lower() or finding["finding_id"] in said.out
    assert premium("explain", valley_run.path, finding["finding_id"][:12]).out == said.out


def test_explain_refuses_an_id_that_no_finding_or_more_than_one_has(
    premium: Callable[..., Said], valley_run: RunFolder
) -> None:
    for wrong in ("zzz", "' OR 1=1 --", "%", "_"):
        said = premium("explain", valley_run.path, wrong)
        assert (said.status, said.out) == (2, "")
        assert "there is no finding" in said.err
        assert "a worker is explained by --worker" in said.err
    said = premium("explain", valley_run.path, "")
    assert (said.status, said.out) == (2, "")


def test_explain_says_how_a_worker_is_explained_whose_id_is_given_as_a_finding(
    premium: Callable[..., Said], valley_run: RunFolder
) -> None:
    said = premium("explain", valley_run.path, "W22")
    assert (said.status, said.out) == (2, "")
    assert "it is a worker's id: premium explain DIR --worker W22" in said.err


def test_explain_tells_a_worker_in_each_pool_or_in_one(premium: Callable[..., Said], valley_run: RunFolder) -> None:
    every = premium("explain", valley_run.path, "--worker", "W22")
    assert every.status == 0
    assert "11.19" in every.out
    assert "3.19" in every.out
    one = premium(
        "explain", valley_run.path, "--worker", "W01", "--grower", "alder-farm", "--period", "2025-11-01", "--json"
    )
    assert len(one.json) == 1
    assert one.json[0]["worker"]["stands"]["entitled_cents"] == 1110
    assert len(premium("explain", valley_run.path, "--worker", "W01", "--json").json) == 4


def test_explain_refuses_workers_and_words_that_lead_nowhere(
    premium: Callable[..., Said], valley_run: RunFolder
) -> None:
    for words, told in (
        (("--worker", "w01"), "no pool has a worker 'w01'"),
        (("--worker", "W01", "--grower", "nobody"), "at 'nobody'"),
        (("--worker", "W01", "--period", "2025-11-02"), "in the period that begins 2025-11-02"),
        (("--worker", "W01", "--period", "November"), "'November' is not a day"),
        (("abc", "--worker", "W01"), "name a finding, or a worker"),
        ((), "name a finding, or a worker"),
    ):
        said = premium("explain", valley_run.path, *words)
        assert (said.status, said.out) == (2, "")
        assert told in said.err


def test_schema_prints_every_table_and_column_as_text_and_as_json(premium: Callable[..., Said]) -> None:
    from premium.tables import INPUTS  # noqa: PLC0415 - beside the test that needs it

    text, data = premium("schema").out, premium("schema", "--json").json
    assert [r["name"] for r in data["resources"]] == list(INPUTS)
    for table, resource in zip(INPUTS.values(), data["resources"], strict=True):
        assert [f["name"] for f in resource["schema"]["fields"]] == [c.name for c in table.columns]
        for column in table.columns:
            assert f"\n  {column.name if column.required else column.name + '?'} " in text


def test_programs_are_listed_checked_and_described(premium: Callable[..., Said], tmp_path: Path) -> None:
    listed = premium("program", "list").out.splitlines()
    assert listed == ["fair-food  Fair Food Program", "milk-with-dignity  Milk with Dignity"]
    for line in listed:
        assert "can be used" in premium("program", "check", line.split()[0]).out
    assert premium("program", "schema").json["title"] == "Program"
    bad = write(tmp_path, {"bad.toml": 'id = "x"'}) / "bad.toml"
    said = premium("program", "check", bad)
    assert (said.status, said.out) == (2, "")
    assert "  premium: this line is missing" in said.err


# Start-up


HEAVY = ("polars", "duckdb", "fastapi", "jinja2", "xlsxwriter", "openpyxl")


def imported_by(*words: str) -> list[str]:
    """Which heavy modules a command has imported when it ends, in a process of its own."""
    script = (
        "import sys\n"
        f"sys.argv = {['premium', *words]!r}\n"
        "from premium.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"sys.stderr.write('LOADED ' + ' '.join(m for m in {HEAVY!r} if m in sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    return done.stderr.rpartition("LOADED ")[2].split()


@pytest.mark.parametrize(
    "words", [("--help",), ("reconcile", "--help"), ("demo", "--help"), ("--version",), ("explain", "--help")]
)
def test_help_imports_neither_polars_nor_duckdb_nor_fastapi(words: tuple[str, ...]) -> None:
    assert imported_by(*words) == []


def test_a_command_that_needs_an_engine_imports_it_so_the_test_above_can_fail() -> None:
    for module in ("polars", "duckdb", "fastapi"):
        __import__(module)
    assert {"polars", "duckdb"} <= set(imported_by("verify", "nowhere"))


# Documents in step with the commands


def told_commands() -> list[tuple[str, str]]:
    """Every line of the documents that a person may type, with where it stands."""
    found = []
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            typed = re.match(r"(?:    |\$ )\s*(?:\$ )?(premium [a-z-].*)", line)
            found += [(path.name, typed[1])] if typed else []
            found += [(path.name, said) for said in re.findall(r"`(premium [a-z-][^`]*)`", line)]
    return found


@pytest.mark.parametrize(("where", "line"), told_commands())
def test_every_command_and_option_that_the_documents_name_exists(where: str, line: str) -> None:
    words = line.partition(" #")[0].partition("|")[0].split()
    command, used = "premium", 1
    while used < len(words) and f"{command} {words[used]}" in COMMANDS:
        command, used = f"{command} {words[used]}", used + 1
    if used < len(words):
        assert not getattr(COMMANDS[command], "commands", None) or words[used].startswith("-"), f"{where}: {line}"
    for option in re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", " ".join(words[used:])):
        assert option in options(COMMANDS[command]) | {"--version"}, f"{where}: {line}"


def test_every_command_is_told_in_the_documents() -> None:
    told = " ".join(line for _, line in told_commands())
    missing = [words for words, command in COMMANDS.items() if not hasattr(command, "commands") and words not in told]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [words for words in missing if words.rpartition(" ")[2] not in readme] == []
    assert told


# What a terminal is told


def test_control_and_direction_characters_show_as_what_they_are() -> None:
    assert harmless("\x1b[2J\x1b]0;title\x07\u202eevil\u200b\r\t\x9b") == (
        "\\u001b[2J\\u001b]0;title\\u0007\\u202eevil\\u200b\\u000d\\u0009\\u009b"
    )
    assert harmless("Muñoz 日本 $1,234.50\n") == "Muñoz 日本 $1,234.50\n"
    assert harmless(None) == "-"


def test_an_escape_sequence_in_an_identifier_does_nothing(premium: Callable[..., Said], tmp_path: Path) -> None:
    evil = "\x1b[2Jw\u202e"
    records = write(
        tmp_path / "records",
        {
            "payments.csv": payments(paid("100.00")),
            "payroll.csv": lines(
                {"worker_id": evil},
                {"worker_id": "b\x1b]0;x\x07", "kind": "premium", "job_class": "", "amount": "5.00"},
            ),
        },
    )
    out = tmp_path / "run"
    told = premium("reconcile", records, "--program", "fair-food", "--out", out, *DAY)
    told_too = premium("explain", out, "--worker", evil)
    refused = premium("explain", out, "--worker", "\x1b[31mnobody")
    assert (told.status, told_too.status, refused.status) == (1, 0, 2)
    for said in (told.out, told_too.out, told.err, refused.err, tell_run(open_run(out))):
        assert not set(said) & {"\x1b", "\x07", "\u202e"}
    assert "\\u001b[2Jw" in told_too.out


def test_a_terminal_that_knows_little_is_told_all_the_same(tmp_path: Path) -> None:
    run = tmp_path / "run"
    command = [
        sys.executable,
        "-m",
        "premium.cli",
        "reconcile",
        RECORDS,
        "--program",
        "fair-food",
        "--out",
        str(run),
        *DAY,
    ]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii:strict", "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment, timeout=120)
    assert (done.returncode, done.stderr) == (1, "")
    assert "$13.67" in done.stdout


def test_a_run_without_documents_says_how_to_make_them(premium: Callable[..., Said], tmp_path: Path) -> None:
    words = ("reconcile", RECORDS, "--program", "fair-food", "--out", tmp_path / "run", "--as-of", "2026-04-15")
    said = premium(*words, "--no-documents")
    assert said.status == 1
    assert not (tmp_path / "run/report.html").exists()
    assert f"No documents were written; premium report {tmp_path / 'run'} writes them." in said.out
    assert premium("report", tmp_path / "run").status == 0
    assert (tmp_path / "run/report.html").is_file()
