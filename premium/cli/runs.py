"""The commands about runs: make one, explain it, write its documents, make it again."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from premium.cli.options import (
    AsJson,
    Engine,
    EngineProfile,
    Master,
    Memory,
    NoDocuments,
    Only,
    Out,
    Quiet,
    Remote,
    Run,
    Stage,
    Threads,
    day_of,
    place_of,
    settings,
)
from premium.cli.senders import Buyer, Grower, Profiles, gathered
from premium.cli.stopping import leaving
from premium.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from premium.audit import Settings
    from premium.run_folder import RunFolder

DEMO_DAY = date(2026, 4, 15)
VIOLATIONS = 1


def demo(
    out: Annotated[Path, typer.Option(help="Where to keep the run.")] = Path("premium-demo"),
    workspace: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Make a workspace of the season too, for premium serve, and print who may come in."
        ),
    ] = None,
) -> None:
    """Reconcile the sample season that comes with premium, and tell its story on one screen."""
    with _leaving_a_run(out):
        run = _reconcile(_sample_season(), "fair-food", out, DEMO_DAY, settings(None, None, quiet=False))
        _documents(run)
        _tell(run, out)
    if workspace is None:
        typer.echo(f"In a browser, as each role sees it: premium demo --workspace {out}-workspace")
        return
    from premium.workspace.demo import season

    signs = season(workspace, _sample_season(), DEMO_DAY)
    typer.echo(
        f"\nIn a browser, as each role sees it: premium serve {workspace}\nSign in there (the demo alone has people):"
    )
    for sign in signs:
        typer.echo(f"  {sign.name:14}{sign.password:32}{sign.who}")


def reconcile(  # noqa: PLR0913, PLR0917 - these are the command's options
    records: Annotated[
        Path,
        typer.Argument(
            metavar="INPUT", help="The folder of records, or with --profile of senders' files.", show_default=False
        ),
    ],
    program: Annotated[str, typer.Option(help="A program's id, or its file.", show_default=False)],
    out: Out,
    as_of: Annotated[
        str | None, typer.Option(help="The day to look at the world, as 2026-04-15; today without it.")
    ] = None,
    profile: Profiles = [],  # noqa: B006 - typer makes a new list of it
    grower: Grower = None,
    buyer: Buyer = None,
    kept: Annotated[
        Path | None,
        typer.Option("--records", help="With --profile: the records folder to make; beside the run without it."),
    ] = None,
    memory: Memory = None,
    threads: Threads = None,
    only: Only = None,
    engine_profile: EngineProfile = None,
    engine: Engine = "duckdb",
    master: Master = None,
    remote: Remote = None,
    stage: Stage = None,
    *,
    no_documents: NoDocuments = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Reconcile a folder of records with the program's terms: where does each missing cent lie?

    With --profile, senders' files are brought into a records folder first.
    """
    how = settings(memory, threads, quiet=quiet or as_json, only=only, engine_profile=engine_profile)
    how = replace(how, where=place_of(engine, master, remote, stage))
    if profile:
        records = gathered(records, kept or out.with_name(f"{out.name}-records"), profile, (grower, buyer), how)
    elif grower or buyer or kept:
        raise InputError("--grower, --buyer and --records go with --profile", hint="name the sender's profile too")
    with _leaving_a_run(out):
        run = _reconcile(records, program, out, day_of(as_of), how)
        if not no_documents:
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
        stories = explain_worker(opened, worker or "", grower, day_of(period) if period else None)
    if as_json:
        from dataclasses import asdict

        typer.echo(json.dumps([asdict(story) for story in stories], default=str, ensure_ascii=False))
        return
    from reports.text import tell_explanation

    typer.echo(("\n" + "=" * 78 + "\n\n").join(tell_explanation(story) for story in stories), nl=False)


def report(run: Run) -> None:
    """Write a run's report.html and findings.xlsx, again if need be."""
    from premium.run_folder import open_run

    with leaving(lambda: "each document is whole, a new one or that of before"):
        for path in _documents(open_run(run)):
            typer.echo(path)


def verify(  # noqa: PLR0913, PLR0917 - these are the command's options
    run: Run,
    records: Annotated[Path | None, typer.Option(help="Where the records lie now, if they were moved.")] = None,
    engine: Engine = "duckdb",
    master: Master = None,
    remote: Remote = None,
    stage: Stage = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Make a run again from its recorded inputs and compare every byte of every table."""
    from premium.run_folder import open_run
    from premium.verify import verify as again

    how = replace(settings(None, None, quiet=as_json), where=place_of(engine, master, remote, stage))
    verified = again(open_run(run), records, how)
    if as_json:
        typer.echo(json.dumps({"same": True, "tables": verified.tables, "rows": verified.rows}))
    else:
        typer.echo(f"The same, byte for byte: {verified.tables} tables, {verified.rows:,} rows.")


def schema(*, as_json: Annotated[bool, typer.Option("--json", help="As Table Schema JSON.")] = False) -> None:
    """Print the tables that premium reads: columns, what they hold, and which may be empty."""
    from premium.schema import as_table_schema, as_text

    typer.echo(json.dumps(as_table_schema(), indent=2) if as_json else as_text(), nl=as_json)


def _reconcile(records: Path, program: str, out: Path, as_of: date, how: Settings) -> RunFolder:
    from premium.audit import audit

    return audit(records, program, out, as_of, how)


@contextmanager
def _leaving_a_run(out: Path) -> Iterator[None]:
    """Let a stop say whether the run was written by then."""
    before = _inode(out)

    def left() -> str:
        if _inode(out) in {None, before}:
            return "no run was written"
        return f"the run in {out} is whole, and premium report {out} writes its documents"

    with leaving(left):
        yield


def _inode(folder: Path) -> int | None:
    """Return what tells a folder from the one that takes its place."""
    return folder.stat().st_ino if folder.is_dir() else None


def _documents(run: RunFolder) -> list[Path]:
    from reports import write_report, write_workbook

    return [write_report(run), *write_workbook(run)]


def _tell(run: RunFolder, out: Path) -> None:
    from reports.text import tell_run

    typer.echo(tell_run(run, str(out)))
    if (out / "report.html").exists():
        typer.echo(f"The report: {out / 'report.html'}   The workbook: {out / 'findings.xlsx'}")
    else:
        typer.echo(f"No documents were written; premium report {out} writes them.")


def _sample_season() -> Path:
    """Return the season's records: inside the installed package, or in a checkout beside it."""
    here = Path(__file__).parents[1]
    places = [here / "samples" / "season" / "records", here.parent / "data" / "samples" / "season" / "records"]
    for place in places:
        if place.is_dir():
            return place
    raise InputError("the sample season is not installed", hint="install premium again, from its wheel or a checkout")
