"""`premium program`: check and describe program files."""

from __future__ import annotations

import json
from typing import Annotated

import typer

programs = typer.Typer(no_args_is_help=True, help="Check and describe program files.")


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
    places = ", ".join(sorted({wage.place for wage in loaded.program.wages.minimum}))
    typer.echo(f"Classes of work that qualify (job_class in payroll): {', '.join(loaded.program.work.qualifying)}.")
    typer.echo(f"Places whose minimum wage it knows (place in growers): {places or 'none'}.")


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
