"""The command line. Each command imports what it opens only when it is opened, so that help is quick."""

from __future__ import annotations

import atexit
import json
import os
import signal
import sys
import time
import traceback
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from premium.errors import InputError, PremiumError

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.audit import Settings
    from premium.run_folder import RunFolder

DEMO_DAY = date(2026, 4, 15)
VIOLATIONS = 1
PATIENCE = 2.0
"""Seconds after which a person at a terminal is told what is being done."""

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Did the premium reach the workers' paychecks, and if not, where does each missing cent lie?",
    epilog="Exit status: 0 nothing to answer for, 1 violations found, 2 could not run, 3 a proof failed.",
)  # fmt: skip
programs = typer.Typer(no_args_is_help=True, help="Check and describe program files.")
app.add_typer(programs, name="program")

Out = Annotated[
    Path, typer.Option(help="The run's folder; new, empty, or a run of the same records.", show_default=False)
]
Run = Annotated[Path, typer.Argument(metavar="DIR", help="A finished run's folder.", show_default=False)]
Memory = Annotated[str | None, typer.Option(help="The engine's memory, such as 4GB; beyond it, it spills to disk.")]
Threads = Annotated[int | None, typer.Option(min=1, max=256, help="How many threads to use.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to standard output, and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]


def main() -> None:
    """Run the command line. Whatever goes wrong ends with its own exit status: 1 means violations and nothing else."""
    signal.signal(signal.SIGINT, _stop)
    try:
        app(prog_name="premium")
    except PremiumError as error:
        _fail(error)
    except OSError as error:
        _fail(PremiumError(f"the system said no: {error}", hint="is the place there, writable, and not full?"))
    except Exception as error:  # noqa: BLE001 - Python's own status would be 1
        traceback.print_exc()
        _fail(PremiumError(f"this is a fault in premium: {error!r}", hint="please report it with the lines above"))


def _stop(*_: object) -> None:
    raise PremiumError("stopped; no run was written")


def _fail(error: PremiumError) -> None:
    if "--json" in sys.argv:
        told = {"error": {"code": error.code, "message": str(error), "hint": error.hint}}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stderr.write(f"premium: {error}\n" + (f"  {error.hint}\n" if error.hint else ""))
    sys.exit(error.exit_status)


@app.callback(invoke_without_command=True)
def _version(
    *, version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"premium {installed('premium')}")
        raise typer.Exit


@app.command()
def demo(out: Annotated[Path, typer.Option(help="Where to keep the run.")] = Path("premium-demo")) -> None:
    """Reconcile the sample season that comes with premium, and tell its story on one screen."""
    run = _reconcile(_sample_season(), "fair-food", out, DEMO_DAY, _settings(None, None, quiet=False))
    _documents(run)
    _tell(run, out)


@app.command()
def reconcile(  # noqa: PLR0913, PLR0917 - these are the command's options
    records: Annotated[Path, typer.Argument(metavar="INPUT", help="The folder of records.", show_default=False)],
    program: Annotated[str, typer.Option(help="A program's id, or its file.", show_default=False)],
    out: Out,
    as_of: Annotated[
        str | None, typer.Option(help="The day to look at the world, as 2026-04-15; today without it.")
    ] = None,
    memory: Memory = None,
    threads: Threads = None,
    *,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Reconcile a folder of records with the program's terms: where does each missing cent lie?"""
    settings = _settings(memory, threads, quiet=quiet or as_json)
    run = _reconcile(records, program, out, _day(as_of), settings)
    _documents(run)
    if as_json:
        told = {**run.manifest, "cannot_say": run.cannot_say, "folder": str(out)}
        typer.echo(json.dumps(told, ensure_ascii=False))
    elif not quiet:
        _tell(run, out)
    if run.cannot_say and (as_json or quiet):
        from reports.answer import nobody_can_say

        typer.echo(f"premium: {nobody_can_say(run.cannot_say)}", err=True)
    raise typer.Exit(VIOLATIONS if run.violations else 0)


@app.command()
def explain(  # noqa: PLR0913 - these are the command's options
    run: Run,
    finding: Annotated[
        str | None, typer.Argument(metavar="[FINDING_ID]", help="A finding's id, or how it begins.")
    ] = None,
    worker: Annotated[str | None, typer.Option(help="Explain this worker's share instead.")] = None,
    grower: Annotated[str | None, typer.Option(help="With --worker: at this grower only.")] = None,
    period: Annotated[
        str | None, typer.Option(help="With --worker: the pool of the period that begins on this day.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Explain a finding, or a worker's share, from the pool to the last cent, with file and row."""
    if (finding is None) == (worker is None):
        raise InputError("name a finding, or a worker with --worker", hint="premium explain DIR FINDING_ID")
    from premium.explain import explain_finding, explain_worker
    from premium.run_folder import open_run

    opened = open_run(run)
    if finding is not None:
        stories = [explain_finding(opened, finding)]
    else:
        stories = explain_worker(opened, worker or "", grower, _day(period) if period else None)
    if as_json:
        from dataclasses import asdict

        typer.echo(json.dumps([asdict(story) for story in stories], default=str, ensure_ascii=False))
        return
    from reports.text import tell_explanation

    typer.echo(("\n" + "=" * 78 + "\n\n").join(tell_explanation(story) for story in stories), nl=False)


@app.command()
def report(run: Run) -> None:
    """Write a run's report.html and findings.xlsx, again if need be."""
    from premium.run_folder import open_run

    for path in _documents(open_run(run)):
        typer.echo(path)


@app.command()
def verify(
    run: Run,
    records: Annotated[Path | None, typer.Option(help="Where the records lie now, if they were moved.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Make a run again from its recorded inputs and compare every byte of every table."""
    from premium.run_folder import open_run
    from premium.verify import verify as again

    verified = again(open_run(run), records, _settings(None, None, quiet=as_json))
    if as_json:
        typer.echo(json.dumps({"same": True, "tables": verified.tables, "rows": verified.rows}))
    else:
        typer.echo(f"The same, byte for byte: {verified.tables} tables, {verified.rows:,} rows.")


@app.command()
def schema(*, as_json: Annotated[bool, typer.Option("--json", help="As Table Schema JSON.")] = False) -> None:
    """Print the tables that premium reads: columns, what they hold, and which may be empty."""
    from premium.schema import as_table_schema, as_text

    typer.echo(json.dumps(as_table_schema(), indent=2) if as_json else as_text(), nl=as_json)


@programs.command("check")
def check_program(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A program file, or a program's id.")],
) -> None:
    """Say whether a program file can be used, and if not, which entry is wrong."""
    from premium.program import load
    from premium.reconcile.run import Plan, knows_its_findings

    loaded = load(file)
    knows_its_findings(loaded.program, Plan())
    for remark in loaded.program.remarks():
        typer.echo(f"remark: {remark}")
    rates, articles = len(loaded.program.premium.rate), len(loaded.program.code)
    typer.echo(f"{loaded.program.name} can be used: {rates} rates, {articles} articles.")


@programs.command("schema")
def program_schema() -> None:
    """Print the JSON Schema of a program file, for editors."""
    from premium.program import Program

    typer.echo(json.dumps(Program.model_json_schema(by_alias=True), indent=2))


@programs.command("list")
def list_programs() -> None:
    """List the programs that come with premium."""
    from premium.program import load, shipped

    for name in shipped():
        typer.echo(f"{name}  {load(name).program.name}")


def _reconcile(records: Path, program: str, out: Path, as_of: date, settings: Settings) -> RunFolder:
    from premium.audit import audit

    return audit(records, program, out, as_of, settings)


def _documents(run: RunFolder) -> list[Path]:
    from reports import write_report, write_workbook

    return [write_report(run), *write_workbook(run)]


def _tell(run: RunFolder, out: Path) -> None:
    from reports.text import tell_run

    typer.echo(tell_run(run, str(out)))
    typer.echo(f"The report: {out / 'report.html'}   The workbook: {out / 'findings.xlsx'}")


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(tz=UTC).astimezone().date()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # Python also reads 20260415 and 2026-W16-3
        raise InputError(f"{text!r} is not a day", hint="write it as 2026-04-15")
    return day


def _sample_season() -> Path:
    """Return the season's records: inside the installed package, or in a checkout beside it."""
    here = Path(__file__).parent
    places = [here / "samples" / "season" / "records", here.parent / "data" / "samples" / "season" / "records"]
    for place in places:
        if place.is_dir():
            return place
    raise InputError("the sample season is not installed", hint="install premium again, from its wheel or a checkout")


def _settings(memory: str | None, threads: int | None, *, quiet: bool) -> Settings:
    """Gather how to run; threads must be known before Polars is imported."""
    if threads is not None:
        os.environ["POLARS_MAX_THREADS"] = str(threads)
    from premium.audit import Settings

    return Settings(memory, threads, (lambda _: None) if quiet or not sys.stderr.isatty() else _watcher())


def _watcher() -> Callable[[str], None]:
    """Return a listener that tells a person what is being done, once it has taken longer than their patience."""
    started, shown = time.monotonic(), dict[str, Any]()

    def watch(doing: str) -> None:
        if time.monotonic() - started < PATIENCE:
            return
        if "status" not in shown:
            from rich.console import Console

            shown["status"] = Console(stderr=True).status("")
            shown["status"].start()
            atexit.register(shown["status"].stop)  # it hides the cursor
        shown["status"].update(f"{time.monotonic() - started:4.0f} s  {doing}")

    return watch


if __name__ == "__main__":
    main()
