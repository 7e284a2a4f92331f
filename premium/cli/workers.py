"""`premium workers`: which identifiers are perhaps one person, and what people confirmed of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from premium.cli.options import AsJson, day_of

workers = typer.Typer(
    no_args_is_help=True, help="Find identifiers that are perhaps one worker; confirm them, or take that back."
)

Records = Annotated[Path, typer.Argument(metavar="RECORDS", help="The folder of records.", show_default=False)]
Grower = Annotated[str, typer.Option(help="The grower whose worker it is.", show_default=False)]
Worker = Annotated[str, typer.Argument(metavar="WORKER", help="The identifier to count as another's.")]
IsWorker = Annotated[str, typer.Argument(metavar="IS_WORKER", help="The identifier that the worker keeps.")]
By = Annotated[str, typer.Option(help="The name of the person who says so.", show_default=False)]
On = Annotated[str | None, typer.Option(help="The day on which they say so, as 2026-04-15; today without it.")]


@workers.command()
def propose(
    records: Records,
    grower: Annotated[str | None, typer.Option(help="This grower's workers only.")] = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also the many pairs that only two swapped digits speak for.")
    ] = False,
    show_names: Annotated[bool, typer.Option("--show-names", help="Tell the workers' names too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List identifiers that are perhaps one worker, with what speaks for and against. Nothing is merged.

    The exit status is 0 whether or not there is something to look at.
    """
    from premium.ingest.workers.propose import propose as look

    proposed = look(records, grower)
    if as_json:
        told = proposed.pairs.to_dicts()
        if show_names:
            known = proposed.names.group_by("grower_id", "worker_id", maintain_order=True).agg("name")
            names = {(g, w): bearing for g, w, bearing in known.iter_rows()}
            for pair in told:
                for side, worker in (("worker", "worker_id"), ("is_worker", "is_worker_id")):
                    pair[side]["names"] = names.get((pair["grower_id"], pair[worker]), [])
        typer.echo(json.dumps(told, default=str, ensure_ascii=False))
        return
    from reports.workers import tell_proposals

    typer.echo(tell_proposals(proposed, records, everything=everything, show_names=show_names), nl=False)


@workers.command()
def confirm(  # noqa: PLR0913, PLR0917 - these are the command's options
    records: Records,
    worker: Worker,
    is_worker: IsWorker,
    grower: Grower,
    by: By,
    on: On = None,
    reason: Annotated[str | None, typer.Option(help="Why; needed where the machine sees no likeness.")] = None,
) -> None:
    """Say that two identifiers are one worker at a grower: from now on the lines of WORKER count as IS_WORKER's."""
    from premium.ingest.workers.confirm import confirm as say

    row = say(records, grower, worker, is_worker, by, day_of(on), reason)
    typer.echo(
        f"Confirmed ({row.reason}). identities.csv keeps it; the next run counts the lines of WORKER as IS_WORKER's."
    )


@workers.command()
def undo(records: Records, worker: Worker, grower: Grower, by: By, on: On = None) -> None:
    """Take back that WORKER is another: its lines count as its own again. The row is kept, with who and when."""
    from premium.ingest.workers.book import undo as take_back

    row = take_back(records, grower, worker, by, day_of(on))
    typer.echo(f"Taken back. identities.csv row {row.source_row} keeps who confirmed it and who took it back.")


@workers.command("list")
def list_identities(records: Records, *, as_json: AsJson = False) -> None:
    """List what was confirmed and what was taken back, by whom and when."""
    from premium.ingest.workers.book import identities_of

    rows = identities_of(records).rows
    if as_json:
        from dataclasses import asdict

        told: list[dict[str, Any]] = [asdict(row) for row in rows]
        typer.echo(json.dumps(told, default=str, ensure_ascii=False))
        return
    from reports.workers import tell_identities

    typer.echo(tell_identities(rows), nl=False)
