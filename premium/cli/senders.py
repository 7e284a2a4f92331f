"""`premium ingest`: senders' files into a records folder, each by its profile."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from premium.cli.options import AsJson, Quiet
from premium.cli.stopping import leaving
from premium.errors import InputError
from premium.harmless import harmless

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.audit import Settings
    from premium.ingest.profile import LoadedProfile
    from premium.intake import Intake

PASSWORD = "PREMIUM_WORKBOOK_PASSWORD"  # noqa: S105 - where it is looked for, not what it is
LEFT_OUT, REFUSED = 1, 2

Profiles = Annotated[
    list[Path], typer.Option("--profile", help="The sender's profile; repeat it for several.", show_default=False)
]
Grower = Annotated[str | None, typer.Option(help="The grower whose files they are, where the profile does not say.")]
Buyer = Annotated[str | None, typer.Option(help="The buyer whose files they are, where the profile does not say.")]


def ingest(  # noqa: PLR0913, PLR0917 - these are the command's options
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The senders' files.", show_default=False)],
    profile: Profiles,
    out: Annotated[Path, typer.Option(help="The records folder to bring them into.", show_default=False)],
    grower: Grower = None,
    buyer: Buyer = None,
    replaces: Annotated[
        str | None, typer.Option(metavar="NAME", help="The file that this one corrects, by its name here or as sent.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write a page there of what became of each file's rows.")
    ] = None,
    *,
    beside: Annotated[
        bool, typer.Option("--beside", help="Keep it beside a file that it looks like, on purpose.")
    ] = False,
    despite_totals: Annotated[
        bool, typer.Option("--despite-totals", help="Bring it in although its own totals do not agree.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Bring senders' files into a records folder: clean lines, what was set aside and why, and a receipt each.

    Exit status: 0 all in, 1 a line was set aside, or a total does not agree or is not read, 2 a file was refused. A
    workbook's password is taken from the environment (PREMIUM_WORKBOOK_PASSWORD) or asked for.
    """
    if replaces is not None and len(files) > 1:
        raise InputError("--replaces goes with one file", hint="ingest the others by themselves")
    from premium.intake import Owner, Terms, try_intake

    profiles = load_profiles(profile)
    owner, terms = Owner(grower, buyer), Terms(replaces, beside, despite_totals)
    all_done = []
    with leaving(lambda: f"each file is in {out} whole, or not at all"):
        for file in files:
            done = try_intake(file, profiles, out, owner, terms, password_for(file))
            all_done.append(done)
            if page is not None and done.read is not None:
                from reports import write_ingested

                write_ingested(done.read, page)
            if done.refused:
                _tell_refusal(done)
            elif not (quiet or as_json):
                from reports.intake import tell_intake

                typer.echo(tell_intake(done), nl=False)
    if as_json:
        typer.echo(json.dumps([_as_json(done) for done in all_done], ensure_ascii=False))
    if any(done.refused for done in all_done):
        raise typer.Exit(REFUSED)
    raise typer.Exit(0 if all(done.spotless for done in all_done) else LEFT_OUT)


def gathered(
    raw: Path, records: Path, profiles: list[Path], whose: tuple[str | None, str | None], how: Settings
) -> Path:
    """Bring a folder of senders' files into a records folder, and return it."""
    from premium.gathering import gather
    from premium.intake import Owner

    gather(raw, records, load_profiles(profiles), Owner(*whose), password=password_for, progress=how.progress)
    return records


def load_profiles(paths: list[Path]) -> list[LoadedProfile]:
    """Read profiles, each once."""
    from premium.ingest.profile import load_profile

    return [load_profile(path) for path in dict.fromkeys(paths)]


def password_for(file: Path) -> Callable[[], str]:
    """Return what gives a workbook's password, once it turns out to need one; it is shown and kept nowhere."""

    def ask() -> str:
        given = os.environ.get(PASSWORD)
        if given is not None:
            return given
        if not sys.stdin.isatty():
            raise InputError(
                f"{file.name} is protected by a password", hint=f"put it into the environment, as {PASSWORD}"
            )
        from getpass import getpass

        return getpass(harmless(f"Password of {file.name}: "))

    return ask


def _tell_refusal(done: Intake) -> None:
    hint = f"  {done.refused.hint}\n" if done.refused and done.refused.hint else ""
    sys.stderr.write(harmless(f"premium: {done.refused}\n{hint}"))


def _as_json(done: Intake) -> dict[str, Any]:
    from dataclasses import asdict

    told: dict[str, Any] = {"file": done.file, "status": done.status}
    if done.refused:
        error = done.refused
        return {**told, "error": {"code": error.code, "message": str(error), "hint": error.hint}}
    if done.shelved is None:
        totals, unread = (done.read.totals, done.read.unread_totals) if done.read else ((), ())
        return {
            **told,
            "totals": [{**asdict(total), "agrees": total.agrees} for total in totals],
            "unread_totals": [asdict(total) for total in unread],
        }
    return {**told, "name": done.shelved.name, "receipt": done.shelved.receipt}
