"""`premium profile`: propose a profile from a sender's files, try it, and hold two weeks' files beside each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from premium.cli.options import AsJson
from premium.cli.senders import Buyer, Grower, password_for
from premium.harmless import harmless

DRIFTED = NOT_BLESSED = 1

profiles = typer.Typer(no_args_is_help=True, help="Propose, try and compare profiles of senders' files.")

Table = Annotated[str | None, typer.Option(help="The table that the files are of, where their titles leave it open.")]


@profiles.command("guess")
def guess_profile(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of one sender.", show_default=False)],
    table: Table = None,
) -> None:
    """Propose a profile from a sender's files: TOML to standard output, questions to standard error.

    Several files of one sender are one body of evidence. Read every line, and answer every QUESTION.
    """
    from premium.errors import InputError
    from premium.ingest.guess.propose import guess
    from premium.tables import INPUTS

    if table is not None and table not in INPUTS:
        raise InputError(f"there is no table {table!r}", hint=f"the tables are {', '.join(INPUTS)}")
    proposal = guess(files, table, password_for(files[0]))
    typer.echo(proposal.text, nl=False)
    told = [f"warning: {w}" for w in proposal.warnings]
    if proposal.accented:
        told.append(f"words with accents, are they spelled right? {', '.join(proposal.accented)}")
    told += [f"question: {q}" for q in proposal.questions]
    told.append(f"This is a {proposal.table} profile; read it, then try it with premium profile check")
    typer.echo(harmless("\n".join(told)), err=True)


@profiles.command("check")
def check_profile(
    profile: Annotated[Path, typer.Argument(metavar="PROFILE", help="The profile.", show_default=False)],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of its sender.", show_default=False)],
    grower: Grower = None,
    buyer: Buyer = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Print what a profile makes of a file: lines before and after, counts, totals to the cent, rejects by reason.

    Exit status: 0 the file is blessed, 1 it is not: a total that it states is not what was read, or is not read at all,
    or a line was set aside.
    """
    from premium.ingest.profile import load_profile
    from premium.ingest.sender import read_sender
    from premium.ingest.trial import check

    loaded = load_profile(profile)
    given = {n: v for n, v in (("grower_id", grower), ("buyer_id", buyer)) if v is not None}
    checked = check(read_sender(file, loaded, given=given, password=password_for(file)), loaded.profile)
    if as_json:
        from dataclasses import asdict

        typer.echo(json.dumps({**asdict(checked), "blessed": checked.blessed}, ensure_ascii=False))
    else:
        from reports.trial import tell_check

        typer.echo(tell_check(checked), nl=False)
    raise typer.Exit(0 if checked.blessed else NOT_BLESSED)


@profiles.command("diff")
def diff_files(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="An earlier file of the sender.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="A later one.", show_default=False)],
    profile: Annotated[Path | None, typer.Option(help="The sender's profile.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Say what changed between two files of one sender, and which lines of the profile would have to change.

    Exit status: 0 the same layout, 1 another one.
    """
    from premium.ingest.profile import load_profile
    from premium.ingest.trial import drift

    found = drift(old, new, load_profile(profile).profile if profile else None, password_for)
    if as_json:
        from dataclasses import asdict

        typer.echo(json.dumps({**asdict(found), "same_layout": found.same_layout}, ensure_ascii=False))
    else:
        from reports.trial import tell_drift

        typer.echo(tell_drift(found), nl=False)
    raise typer.Exit(0 if found.same_layout else DRIFTED)


@profiles.command("schema")
def profile_schema() -> None:
    """Print the JSON Schema of a profile, for editors."""
    from premium.ingest.profile import Profile

    typer.echo(json.dumps(Profile.model_json_schema(by_alias=True), indent=2))
