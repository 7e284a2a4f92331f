"""`premium papers` and `premium verify-certificate`: files, names, exit statuses, and what is said."""

# ruff: noqa: F811 - a fixture that is imported is a test's parameter too

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import pytest

from folders import ROOT
from paper_worlds import pages
from test_cli import premium  # noqa: F401 - the fixture is used by its name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from premium.run_folder import RunFolder
    from test_cli import Said

    Command = Callable[..., Said]


def test_statements_letters_and_certificates_are_written_and_told(
    premium: Command,
    valley_run: RunFolder,
    tmp_path: Path,
) -> None:
    out = tmp_path / "papers"
    for kind in ("statement", "letter", "certificate"):
        said = premium("papers", valley_run.path, "--kind", kind, "--out", out, "--language", "es")
        assert said.status == 0
        assert ("1-555-0100, a number for examples" in said.err) == (kind == "statement")
        assert all(str(out / kind) in line for line in said.out.splitlines())
    names = sorted(path.name for path in out.iterdir())
    assert names[:3] == ["certificate-es-001.pdf", "certificate-es-002.pdf", "certificate-es-003.pdf"]
    kinds = {"statement", "letter", "certificate", "certificates.json"}
    assert {name.partition("-")[0] for name in names} == kinds


def test_json_tells_each_file_and_no_worker(premium: Command, valley_run: RunFolder, tmp_path: Path) -> None:
    words = ("papers", valley_run.path, "--kind", "statement", "--out", tmp_path / "o", "--all", "--json")
    said = premium(*words, "--language", "en", "--language", "ht", "--language", "en")
    assert said.status == 0
    assert {entry["language"] for entry in said.json} == {"en", "ht"}
    with duckdb.connect() as db:
        sql = f"SELECT DISTINCT worker_id FROM '{valley_run.table('payroll')}'"  # noqa: S608 - our own
        workers = {worker for (worker,) in db.execute(sql).fetchall()}
    assert not [worker for worker in workers if worker in said.out]
    for entry in said.json:
        with open(entry["file"], "rb") as file:  # noqa: PTH123 - a path as it was told
            assert len(pages(file.read())) == entry["pages"]


def test_one_worker_has_one_page(premium: Command, valley_run: RunFolder, tmp_path: Path) -> None:
    words = ("papers", valley_run.path, "--kind", "statement", "--out", tmp_path / "o", "--worker", "W22")
    said = premium(*words, "--grower", "cedar-farm", "--call", "Rosa")
    assert (said.status, said.err) == (0, "")
    (path,) = (tmp_path / "o").iterdir()
    (text,) = pages(path.read_bytes())
    assert path.name == "statement-en-001.pdf"
    assert "For worker W22." in text
    assert "Whom to call Rosa" in text


def test_a_letter_is_dated_and_named_after_its_grower(premium: Command, valley_run: RunFolder, tmp_path: Path) -> None:
    words = ("papers", valley_run.path, "--kind", "letter", "--grower", "cedar-farm", "--out", tmp_path / "o")
    assert premium(*words, "--dated", "2026-05-01", "--language", "es").status == 0
    assert sorted(path.name for path in (tmp_path / "o").iterdir()) == [
        "letter-cedar-farm-es.pdf", "letter-cedar-farm-es.xlsx",
    ]  # fmt: skip
    assert "1 de mayo de 2026" in pages((tmp_path / "o" / "letter-cedar-farm-es.pdf").read_bytes())[0]


@pytest.mark.parametrize(("words", "told"), [
    (("--dated", "soon"), "'soon' is not a day"),
    (("--dated", "2026-03-30"), "a letter of 2026-03-30 cannot tell what stood in the records on 2026-03-31"),
    (("--grower", "cedar-frm"), "the run has no grower 'cedar-frm'"),
])  # fmt: skip
def test_a_letter_that_cannot_be_is_refused_and_nothing_is_written(
    words: tuple[str, ...], told: str, premium: Command, valley_run: RunFolder, tmp_path: Path
) -> None:
    said = premium("papers", valley_run.path, "--kind", "letter", "--out", tmp_path / "o", *words)
    assert (said.status, told in said.err, (tmp_path / "o").exists()) == (2, True, False)


@pytest.mark.parametrize(("words", "told"), [
    (("--kind", "letter", "--buyer", "x"), "--buyer does not go with --kind letter"),
    (("--kind", "certificate", "--worker", "x"), "--worker does not go with --kind certificate"),
    (("--kind", "statement", "--dated", "2026-01-01"), "--dated does not go with --kind statement"),
    (("--kind", "letter", "--all"), "--all does not go with --kind letter"),
    (("--kind", "letter", "--language", "ht"), "a letter is not written in 'ht'"),
    (("--kind", "statement", "--language", "fr"), "a statement is not written in 'fr'"),
])  # fmt: skip
def test_what_does_not_go_together_is_refused_with_what_does(
    words: tuple[str, ...],
    told: str,
    premium: Command,
    valley_run: RunFolder,
    tmp_path: Path,
) -> None:
    said = premium("papers", valley_run.path, "--out", tmp_path / "o", *words)
    assert said.status == 2
    assert told in said.err
    assert len(said.err.splitlines()) == 2, "with a hint"
    assert not (tmp_path / "o").exists()


def test_papers_do_not_mix_with_older_ones_or_with_the_run(
    premium: Command,
    valley_run: RunFolder,
    tmp_path: Path,
) -> None:
    words = ("papers", valley_run.path, "--kind", "certificate", "--out")
    assert premium(*words, tmp_path / "o").status == 0
    again = premium(*words, tmp_path / "o")
    assert (again.status, "holds certificates already" in again.err) == (2, True)
    inside = premium(*words, valley_run.path / "papers")
    assert (inside.status, "inside the run's folder" in inside.err) == (2, True)
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert premium(*words, tmp_path / "file").status == 2


def test_a_certificate_is_checked_by_the_command(
    premium: Command,
    valley_run: RunFolder,
    tmp_path: Path,
) -> None:
    assert premium("papers", valley_run.path, "--kind", "certificate", "--out", tmp_path / "o").status == 0
    path = tmp_path / "o" / "certificate-en-001.pdf"
    good = premium("verify-certificate", path, "--run", valley_run.path)
    assert (good.status, good.err) == (0, "")
    assert good.out.startswith("Valid: Fair Food Program, as of 2026-03-31, for bistro. Code ")
    told = premium("verify-certificate", path, "--run", valley_run.path, "--json").json
    assert (told["valid"], told["buyer_id"], told["sha256"]) == (
        True,
        "bistro",
        valley_run.manifest["certificates"]["bistro"],
    )
    path.write_bytes(path.read_bytes() + b"\n")
    bad = premium("verify-certificate", path, "--run", valley_run.path, "--json")
    assert (bad.status, bad.json["error"]["code"]) == (3, "proof")
    assert "the certificate is not valid" in bad.err
    assert premium("verify-certificate", tmp_path / "no.pdf", "--run", valley_run.path).status == 2


def test_the_commands_are_there_without_typst_or_babel_being_opened() -> None:
    heavy = ["typst", "babel", "pypdf", "duckdb", "polars"]
    code = f"import sys, premium.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
