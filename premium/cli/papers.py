"""The commands about papers: make them, and see whether a certificate is its run's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from premium.cli.options import AsJson, Run, day_of, settings
from premium.cli.stopping import leaving
from premium.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from premium.run_folder import RunFolder
    from reports.papers import Paper

Kind = Literal["statement", "letter", "certificate"]
OPTIONS_OF: dict[Kind, frozenset[str]] = {
    "statement": frozenset({"grower", "worker", "all", "crews", "call"}),
    "letter": frozenset({"grower", "dated"}),
    "certificate": frozenset({"buyer"}),
}
"""Which options go with which kind of paper, beside language."""
LANGUAGES_OF: dict[Kind, tuple[str, ...]] = {
    "statement": ("en", "es", "ht"), "letter": ("en", "es"), "certificate": ("en", "es"),
}  # fmt: skip


def papers(  # noqa: PLR0913, PLR0917 - these are the command's options
    run: Run,
    kind: Annotated[
        Kind,
        typer.Option(
            help="A worker's statement, the letter to a grower, or a buyer's certificate.", show_default=False
        ),
    ],
    out: Annotated[Path, typer.Option(help="The folder to write to, beside the run's.", show_default=False)],
    language: Annotated[
        list[str], typer.Option(metavar="LANGUAGE", help="en, es, or for statements ht; may be said more than once.")
    ] = ["en"],  # noqa: B006 - typer makes a new list of it
    worker: Annotated[str | None, typer.Option(help="Statements: of this worker, whatever is missing.")] = None,
    grower: Annotated[str | None, typer.Option(help="Statements and letters: at or to this grower only.")] = None,
    buyer: Annotated[str | None, typer.Option(help="Certificates: for this buyer only.")] = None,
    crews: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Statements: by crew, from a CSV of grower_id, worker_id, crew.")
    ] = None,
    dated: Annotated[str | None, typer.Option(help="Letters: the day that days are counted from; the run's.")] = None,
    call: Annotated[
        str | None, typer.Option(help="Statements: whom to call, instead of the program's contact.")
    ] = None,
    *,
    everybody: Annotated[bool, typer.Option("--all", help="Statements: also where nothing is missing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write papers of a run as PDFs: workers' statements, letters to growers, buyers' certificates."""
    given = {"worker": worker, "grower": grower, "buyer": buyer, "crews": crews, "dated": dated, "call": call,
             "all": everybody or None}  # fmt: skip
    _goes_together(kind, {name for name, value in given.items() if value is not None}, language)
    from premium.run_folder import open_run
    from reports.papers import all_or_none, write_papers

    opened = open_run(run)
    languages = list(dict.fromkeys(language))
    _may_hold(out, run, kind)
    options = {name: value for name, value in given.items() if value is not None}

    def left() -> str:
        return f"all papers are in {out}" if any(out.glob(f"{kind}-*")) else "no paper was written"

    with leaving(left), all_or_none(out) as building:
        made = write_papers(_made(opened, kind, languages, options, quiet=as_json), building)
        if kind == "certificate":
            from reports.papers.certificate import write_given_out

            write_given_out(opened, building)
    if as_json:
        told = [{"file": str(out / p.file), "pages": p.pages, **p.about} for p in made]
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    from premium.harmless import harmless

    if kind == "statement" and call is None:
        _somebody_answers(opened)
    for paper in made:
        about = "  ".join(v for k, v in paper.about.items() if k != "language" and v)
        pages = f"  {paper.pages:,} {'page' if paper.pages == 1 else 'pages'}" if paper.pages else ""
        typer.echo(harmless(f"{out / paper.file}{pages}  {about}"))


def verify_certificate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A certificate, as a PDF.", show_default=False)],
    run: Annotated[
        Path,
        typer.Option(help="The run's folder, its run.json, or the certificates.json given out.", show_default=False),
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Say whether a buyer's certificate is what its run gave out, in figures and in print; it needs no network."""
    from dataclasses import asdict

    from premium.harmless import harmless
    from reports.papers.check import check_certificate

    checked = check_certificate(file, run)
    if as_json:
        typer.echo(json.dumps({"valid": True, **asdict(checked)}, ensure_ascii=False))
        return
    typer.echo(
        harmless(f"Valid: {checked.program}, as of {checked.as_of}, for {checked.buyer_id}. Code {checked.code}.")
    )


def _somebody_answers(run: RunFolder) -> None:
    """Warn where statements tell workers to call a number of nobody."""
    from premium.program import read

    file = run.path / "program.toml"
    contact = read(file.read_bytes(), str(file)).program.contact
    if contact is not None and contact.is_nobodys:
        said = f"premium: the statements say to call {contact.phone}, a number for examples; give out none of them"
        typer.echo(f"{said}\n  name a real one in [contact] of the program, or with --call", err=True)


def _goes_together(kind: Kind, given: set[str], languages: list[str]) -> None:
    """See that the options are this kind's.

    Raises:
        InputError: one is not.
    """
    wrong = sorted(given - OPTIONS_OF[kind])
    if wrong:
        theirs = ", ".join(f"--{name}" for name in sorted(OPTIONS_OF[kind]))
        raise InputError(f"--{wrong[0]} does not go with --kind {kind}", hint=f"these do: {theirs}, --language")
    spoken = LANGUAGES_OF[kind]
    if unknown := [language for language in languages if language not in spoken]:
        raise InputError(f"a {kind} is not written in {unknown[0]!r}", hint=f"it is written in {', '.join(spoken)}")


def _may_hold(out: Path, run: Path, kind: Kind) -> None:
    """See that papers may be written to a folder: outside of the run's, and without older papers of their kind.

    Raises:
        InputError: they may not.
    """
    if out.resolve().is_relative_to(run.resolve()):
        raise InputError(f"{out} lies inside the run's folder, which never changes", hint="name a folder beside it")
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file", hint="name a folder")
    if out.is_dir() and any(out.glob(f"{kind}-*")):
        raise InputError(f"{out} holds {kind}s already", hint="name a new folder, so that no two runs' papers mix")


def _made(run: RunFolder, kind: Kind, languages: list[Any], options: dict[str, Any], *, quiet: bool) -> Iterator[Paper]:
    """Return the maker of a kind of paper, at work."""
    progress = settings(None, None, quiet=quiet).progress
    match kind:
        case "statement":
            from reports.papers.crews import read_crews
            from reports.papers.statements import Wanted, statements

            crews = read_crews(options["crews"]) if "crews" in options else None
            wanted = Wanted(languages, options.get("grower"), options.get("worker"), "all" in options, crews,
                            options.get("call"), progress)  # fmt: skip
            return statements(run, wanted)
        case "letter":
            from reports.papers.letters import Letters, letters

            dated = day_of(options["dated"]) if "dated" in options else None
            return letters(run, Letters(languages, options.get("grower"), dated, progress))
        case "certificate":
            from reports.papers.certificate import Certificates, certificates

            return certificates(run, Certificates(languages, options.get("buyer"), progress))
