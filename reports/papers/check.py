"""Is this certificate of that run? Checked without a network: the figures, their code, and every byte of the page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from pypdf import PdfReader

from premium.certified import Under, canonical, fingerprint
from premium.errors import ProofError, RunError
from premium.run_folder import FORMAT as RUN_FORMAT
from premium.run_folder import MANIFEST
from reports.papers.certificate import (
    FORMAT,
    CertificateLanguage,
    GivenOut,
    Said,
    buyer_sha256,
    certified,
    given_out,
    print_certificate,
)
from reports.papers.printable import name
from reports.papers.typeset import typesetter

if TYPE_CHECKING:
    from pathlib import Path

    from premium.errors import PremiumError

ATTACHED: Final = "certificate.json"
MAX_BYTES = 50_000_000
NOT_ONE = "premium papers RUN --kind certificate makes certificates; this is none of them, or was written anew since"
NAME_ONE = "name a run's folder, its run.json, or the certificates.json that was given out"
POOLS: Final = ("week", "month")
Format = Literal[1]


@dataclass(frozen=True, slots=True)
class Checked:
    """A certificate that is what its run gave out."""

    buyer_id: str
    as_of: str
    program: str
    code: str
    sha256: str


def check_certificate(file: Path, run: Path) -> Checked:
    """See that a certificate says what a run gave out, in figures and in print.

    `run` is its folder, its run.json, or the certificates.json that was given out beside the certificates.

    Raises:
        RunError: it cannot be checked: no certificate, no manifest, or it says the same and names other versions.
        ProofError: it is not what the run gave out, or its page is not confirmed; the message says in what.
    """
    pdf = _bytes(file)
    attached = _attached(pdf, file)
    content = _bytes(run / MANIFEST if run.is_dir() else run)
    of_run = _given_out_by(content, run)
    data = _data(attached, file)
    said = Said(*(data[key] for key in ("buyer_id", "pool", "language", "typesetter")))
    _is_given_out(of_run, said, data["rows"])
    again = certified(of_run, said, data["rows"])
    if canonical(again) != attached:
        other = sorted(key for key in {*again, *data} if again.get(key) != data.get(key))
        raise _forged(f"what is attached to it is not of this run: {', '.join(other) or 'its spelling'}")
    printed = print_certificate(again)
    if said.typesetter != typesetter() or printed != pdf:
        raise _not_printed_so(pdf, printed, said, again["code"])
    return Checked(said.buyer_id, again["as_of"], again["program"]["name"], again["code"], again["sha256"])


def _is_given_out(of_run: GivenOut, said: Said, rows: list[dict[str, Any]]) -> None:
    """See that a run gave out these rows to this buyer, by its fingerprint; nothing else of them was looked at yet."""
    sha256 = of_run.certificates.get(buyer_sha256(said.buyer_id))
    if sha256 is None:
        raise _forged("this run told the buyer that it names nothing")
    under = Under(of_run.as_of, said.pool, of_run.program["sha256"])
    if fingerprint(said.buyer_id, under, rows) != sha256:
        raise _forged("its figures are not those that the run gave out")


def _not_printed_so(pdf: bytes, printed: bytes, said: Said, code: str) -> PremiumError:
    """Return why a page is not what its figures are printed as, or cannot be said to be.

    What set the page is only what the file says of itself: no fingerprint covers it. So a page that names other
    versions is never valid, and one that says other than the page set here is not confirmed.
    """
    text = _text(pdf)
    if code not in text:
        return _forged("the code that is printed on it is not that of its figures")
    if said.typesetter == typesetter():
        return _forged("its page, or the file around it, is not what these figures are printed as")
    versions = f"it says that {name(said.typesetter)} set its page, and here is {typesetter()}"
    if text == _text(printed):
        return RunError(
            f"its figures are the run's, and its text is that of the page set here; {versions}",
            hint="how a page looks can only be compared with the versions that set it",
        )
    return ProofError(
        f"the printed figures were not confirmed; trust only the attached ones, which are the run's: {versions}",
        hint="ask whoever keeps the run for a new one, or check it with the versions that it names",
    )


def _text(pdf: bytes) -> str:
    """Return what a PDF says, without white space: where lines and pages break is no matter."""
    try:
        return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)
    except Exception:  # noqa: BLE001 - a stranger's file may break the reader in any way
        return ""


def _forged(why: str) -> ProofError:
    return ProofError(
        f"the certificate is not valid: {why}",
        hint="ask whoever keeps the run for a new one; if it is of another run, name that one with --run",
    )


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        said = f"{path} cannot be read: {error.strerror}"
        raise RunError(said, hint="name a certificate, and with --run its run") from error
    if len(content) > MAX_BYTES:
        raise RunError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB", hint=NOT_ONE)
    return content


def _attached(pdf: bytes, file: Path) -> bytes:
    """Return what is attached to a certificate."""
    try:
        attached = PdfReader(BytesIO(pdf)).attachments.get(ATTACHED, [])
    except Exception as error:
        raise RunError(f"{file} cannot be read as a PDF", hint=NOT_ONE) from error
    if len(attached) != 1:
        raise RunError(f"{file} is no certificate: it has no {ATTACHED}", hint=NOT_ONE)
    return attached[0]


def _given_out_by(content: bytes, run: Path) -> GivenOut:
    try:
        said = json.loads(content)
        of_run = GivenOut(**said) if "run_sha256" in said else _by_manifest(said, content)
        program = all(isinstance(of_run.program[part], str) for part in ("id", "name", "sha256"))
        whole = program and of_run.format == FORMAT and isinstance(of_run.certificates, dict)
        whole = whole and isinstance(of_run.as_of, str) and isinstance(of_run.run_sha256, str)
    except (ValueError, KeyError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise RunError(f"{run} is not a run that gave out certificates", hint=NAME_ONE)
    return of_run


def _by_manifest(manifest: dict[str, Any], content: bytes) -> GivenOut:
    if manifest["format"] != RUN_FORMAT:
        raise ValueError(manifest["format"])
    return given_out(manifest, content)


def _data(attached: bytes, file: Path) -> dict[str, Any]:
    """Return the attached data, if it has the form of a certificate's."""
    try:
        data = json.loads(attached, parse_float=_no_number, parse_constant=_no_number)
        canonical(data)
        sound = all(isinstance(data[key], str) for key in ("buyer_id", "pool", "language", "typesetter"))
        sound = sound and data["language"] in get_args(CertificateLanguage) and data["pool"] in POOLS
        sound = sound and all(_is_row(row) for row in data["rows"])
    except (ValueError, KeyError, TypeError, RecursionError):
        sound = False
    if not sound:
        raise RunError(f"{file} is no certificate: what is attached to it has another form", hint=NOT_ONE)
    return dict(data)


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no whole number")


def _is_row(row: Any) -> bool:  # noqa: ANN401 - a stranger's JSON
    return isinstance(row, dict) and isinstance(row["part"], str) and isinstance(row["grower_id"], str)
