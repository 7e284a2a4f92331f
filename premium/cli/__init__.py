"""The command line. Each command imports what it opens only when it is opened, so that help is quick."""

from __future__ import annotations

import json
import signal
import sys
import traceback
from typing import Annotated

import typer

from premium.cli import papers, runs, senders
from premium.cli.profiles import profiles
from premium.cli.programs import programs
from premium.cli.stopping import Stopped, stop
from premium.cli.web import keys, serve, users
from premium.cli.workers import workers
from premium.errors import PremiumError
from premium.harmless import harmless

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Did the premium reach the workers' paychecks, and if not, where does each missing cent lie?",
    epilog="Exit status: 0 nothing to answer for, 1 violations found, 2 could not run, 3 a proof failed.",
)  # fmt: skip
for command in (runs.demo, senders.ingest, runs.reconcile, runs.explain, runs.report, papers.papers, runs.verify,
                serve, runs.schema):  # fmt: skip
    app.command()(command)
app.command("verify-certificate")(papers.verify_certificate)
app.add_typer(programs, name="program")
app.add_typer(profiles, name="profile")
app.add_typer(workers, name="workers")
app.add_typer(users, name="user")
app.add_typer(keys, name="key")


def main() -> None:
    """Run the command line. Whatever goes wrong ends with its own exit status: 1 means violations and nothing else."""
    signal.signal(signal.SIGINT, stop)
    try:
        app(prog_name="premium")
    except Stopped as stopped:
        _fail(PremiumError(str(stopped)))
    except PremiumError as error:
        _fail(error)
    except OSError as error:
        _fail(PremiumError(f"the system said no: {error}", hint="is the place there, writable, and not full?"))
    except Exception as error:  # noqa: BLE001 - Python's own status would be 1
        traceback.print_exc()
        _fail(PremiumError(f"this is a fault in premium: {error!r}", hint="please report it with the lines above"))


def _fail(error: PremiumError) -> None:
    if "--json" in sys.argv:
        told = {"error": {"code": error.code, "message": str(error), "hint": error.hint}}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stderr.write(harmless(f"premium: {error}\n" + (f"  {error.hint}\n" if error.hint else "")))
    sys.exit(error.exit_status)


@app.callback(invoke_without_command=True)
def _version(
    *, version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"premium {installed('premium')}")
        raise typer.Exit
