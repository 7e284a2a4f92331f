"""A buyer's certificate: figures that are its run's, a page that shows them, and no worker anywhere."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from pypdf import PdfReader, PdfWriter

from folders import VALLEY_DAY
from paper_worlds import Pool, even, pages, squeezed, world
from premium.audit import Settings, audit
from premium.certified import canonical
from premium.errors import ProofError, RunError
from premium.run_folder import open_run
from report_runs import VALLEY
from reports.papers import certificate as making
from reports.papers import check as checking
from reports.papers.certificate import Certificates, certificates, print_certificate, totals, write_given_out
from reports.papers.certificate_page import page
from reports.papers.check import check_certificate
from reports.papers.printable import name

if TYPE_CHECKING:
    from pathlib import Path

    from premium.run_folder import RunFolder


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run of three pools, of which one has four workers."""
    pools = [Pool("2025-11", "100.00", even(6, "10.00")), Pool("2025-12", "40.00", even(4, "3.21")),
             Pool("2026-05", "50.00", even(5, "8.70"))]  # fmt: skip
    return world(tmp_path_factory.mktemp("certificates"), pools)


def one(run: RunFolder, **wanted: Any) -> bytes:  # noqa: ANN401 - what Certificates takes
    (paper,) = certificates(run, Certificates(**wanted))
    return paper.content


def kept(folder: Path, pdf: bytes) -> Path:
    path = folder / "certificate.pdf"
    path.write_bytes(pdf)
    return path


def attached(pdf: bytes) -> dict[str, Any]:
    (content,) = PdfReader(BytesIO(pdf)).attachments["certificate.json"]
    data: dict[str, Any] = json.loads(content)
    assert canonical(data) == content
    return data


def test_it_says_what_became_of_the_money_and_what_is_not_told(run: RunFolder) -> None:
    text = " ".join(pages(one(run)))
    assert "For market. Fair Food Program, as of 1 June 2026." in text
    assert "Of $130.50 for workers, $103.50 is on their paychecks, $27.00 is missing, and $0.00 is not due yet." in text
    assert "1 pool is not in these sums: fewer than five workers have a share in it" in text
    assert "farm November 2025 $100.00 $13.00 $87.00 $60.00 $27.00 $0.00 6" in text
    assert "farm December 2025 $40.00 $5.20 $34.80 not told not told not told fewer than 5" in text
    assert "Together $150.00 $19.50 $130.50 $103.50 $27.00 $0.00" in text
    assert "farm December 2025 not known $40.00 not known" in text
    assert "3 rows something is not known" in text


# What was never shared out


def harvest_is_over(tmp_path: Path, day: date, *pools: Pool) -> RunFolder:
    """A run of one grower whose last money found no payroll."""
    return world(tmp_path, [*pools, Pool("2025-12", "30.00", {})], day)


def test_money_that_was_never_shared_out_is_missing_on_the_paper_and_in_its_figures(tmp_path: Path) -> None:
    run = harvest_is_over(tmp_path, date(2026, 6, 1), Pool("2025-11", "100.00", even(5, "17.40")))
    pdf = one(run)
    text = " ".join(pages(pdf))
    assert "Of $113.10 for workers, $87.00 is on their paychecks, $26.10 is missing, and $0.00 is not due yet." in text
    assert "$26.10 of what is missing was never shared out: no payroll to share it over has come" in text
    assert "farm December 2025 $30.00 $3.90 $26.10 $26.10 $0.00" in text
    assert attached(pdf)["totals"]["not_landed"]["short_cents"] == 2610
    assert check_certificate(kept(tmp_path, pdf), run.path).buyer_id == "market"


def test_before_the_deadline_it_is_not_shared_out_yet(tmp_path: Path) -> None:
    run = harvest_is_over(tmp_path, date(2026, 1, 15), Pool("2025-11", "100.00", even(5, "17.40")))
    text = " ".join(pages(one(run)))
    assert "$0.00 is missing, and $26.10 is not due yet." in text
    assert "$26.10 of what is not due yet has not been shared out yet" in text
    assert "never shared out:" not in text
    spanish = " ".join(pages(one(run, languages=("es",))))
    assert "Aún no se reparte" in spanish


def test_where_no_pool_is_told_what_was_never_shared_out_is(tmp_path: Path) -> None:
    over = harvest_is_over(tmp_path / "over", date(2026, 6, 1), Pool("2025-11", "100.00", even(4, "17.40")))
    text = " ".join(pages(one(over)))
    assert "Of $26.10 for workers nothing has been shared out: $26.10 is missing, and $0.00 is not due yet." in text
    assert "1 pool is not in these sums" in text


def test_a_certificate_that_leaves_out_what_was_never_shared_out_is_not_valid(tmp_path: Path) -> None:
    run = harvest_is_over(tmp_path, date(2026, 6, 1), Pool("2025-11", "100.00", even(5, "17.40")))
    data = attached(one(run))
    rows = [row for row in data["rows"] if row["part"] != "not_landed"]
    forged = print_certificate({**data, "rows": rows, "totals": totals(rows)})
    with pytest.raises(ProofError, match="its figures are not those that the run gave out"):
        check_certificate(kept(tmp_path, forged), run.path)
    unsaid = {**data["totals"], "not_landed": {**data["totals"]["not_landed"], "short_cents": 0}}
    with pytest.raises(ProofError, match="what is attached to it is not of this run: totals"):
        check_certificate(kept(tmp_path, print_certificate({**data, "totals": unsaid})), run.path)


def test_the_figures_are_attached_with_the_code_that_is_printed_on_every_page(run: RunFolder) -> None:
    pdf = one(run)
    data = attached(pdf)
    assert data["sha256"] == run.manifest["certificates"]["market"]
    assert data["code"].replace("-", "") == data["sha256"][:20]
    assert all(data["code"] in text for text in pages(pdf))


def test_a_certificate_of_the_run_is_valid_by_its_folder_or_its_manifest(run: RunFolder, tmp_path: Path) -> None:
    for language in ("en", "es"):
        path = kept(tmp_path, one(run, languages=(language,)))
        checked = check_certificate(path, run.path)
        assert checked == check_certificate(path, run.path / "run.json")
        assert (checked.buyer_id, checked.as_of, checked.code) == (
            "market",
            "2026-06-01",
            attached(path.read_bytes())["code"],
        )


def test_it_is_the_same_bytes_each_time(run: RunFolder) -> None:
    assert one(run) == one(run)


# A certificate that is not its run's


def test_another_printed_figure_is_found_out(run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def embellished(data: dict[str, Any]) -> dict[str, Any]:
        text = json.dumps(page(data)).replace("$27.00", "$0.00")
        return dict(json.loads(text))

    with monkeypatch.context() as forging:
        forging.setattr(making, "page", embellished)
        forged = one(run)
    assert attached(forged) == attached(one(run))
    with pytest.raises(ProofError, match="its page, or the file around it, is not what these figures are printed as"):
        check_certificate(kept(tmp_path, forged), run.path)


def test_another_printed_code_is_found_out(run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as forging:
        code = attached(one(run))["code"]
        forging.setattr(making, "page", lambda data: json.loads(json.dumps(page(data)).replace(code, "00000-00000")))
        forged = one(run)
    with pytest.raises(ProofError, match="the code that is printed on it is not that of its figures"):
        check_certificate(kept(tmp_path, forged), run.path)


def test_another_attached_figure_is_found_out(run: RunFolder, tmp_path: Path) -> None:
    data = attached(one(run))
    data["rows"][-1]["reached_cents"] += 1
    with pytest.raises(ProofError, match="its figures are not those that the run gave out"):
        check_certificate(kept(tmp_path, print_certificate(data)), run.path)


@pytest.mark.parametrize(("key", "value"), [
    ("as_of", "2026-06-02"), ("program", {"id": "fair-food", "name": "Fairer Food", "sha256": "0"}), ("sha256", "0"),
    ("run_sha256", "0" * 64), ("totals", {"pool": {}, "ledger": {}}), ("code", "0"), ("format", 2),
])  # fmt: skip
def test_anything_else_that_is_attached_must_be_the_runs(
    key: str, value: object, run: RunFolder, tmp_path: Path
) -> None:
    pdf = one(run)
    changed = {**attached(pdf), key: value}
    fresh = PdfWriter()
    for sheet in PdfReader(BytesIO(pdf)).pages:
        fresh.add_page(sheet)
    fresh.add_attachment("certificate.json", canonical(changed))
    out = BytesIO()
    fresh.write(out)
    with pytest.raises(ProofError, match=f"what is attached to it is not of this run: {key}"):
        check_certificate(kept(tmp_path, out.getvalue()), run.path)


def test_a_file_that_was_written_anew_is_found_out_though_it_says_the_same(run: RunFolder, tmp_path: Path) -> None:
    out = BytesIO()
    PdfWriter(clone_from=BytesIO(one(run))).write(out)
    with pytest.raises(ProofError, match="or the file around it"):
        check_certificate(kept(tmp_path, out.getvalue()), run.path)


def test_a_certificate_of_another_run_or_buyer_is_found_out(run: RunFolder, tmp_path: Path) -> None:
    other = world(tmp_path / "other", [Pool("2025-11", "100.00", even(6, "10.01"))])
    with pytest.raises(ProofError, match="its figures are not those"):
        check_certificate(kept(tmp_path, one(run)), other.path)
    stranger = world(tmp_path / "stranger", [Pool("2025-11", "100.00", even(6, "10.00"), buyer="stranger")])
    with pytest.raises(ProofError, match="told the buyer that it names nothing"):
        check_certificate(kept(tmp_path, one(run)), stranger.path)


def test_a_manifest_that_was_written_anew_is_found_out(run: RunFolder, tmp_path: Path) -> None:
    manifest = tmp_path / "run.json"
    manifest.write_text(json.dumps(run.manifest), encoding="utf-8")
    with pytest.raises(ProofError, match="run_sha256"):
        check_certificate(kept(tmp_path, one(run)), manifest)


def test_of_what_names_other_versions_and_says_the_same_only_the_text_is_confirmed(
    run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(making, "typesetter", lambda: "typst 0.1, premium 0.0.1")
        pdf = one(run)
    told = r"its text is that of the page set here; it says that typst 0\.1, premium 0\.0\.1 set its page, and here is"
    with pytest.raises(RunError, match=told):
        check_certificate(kept(tmp_path, pdf), run.path)


def test_a_forged_page_that_names_other_versions_is_not_confirmed(
    run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as forging:
        forging.setattr(making, "typesetter", lambda: "typst 0.1, premium 0.0.1")
        forging.setattr(making, "page", lambda data: json.loads(json.dumps(page(data)).replace("$27.00", "$0.00")))
        forged = one(run)
    with pytest.raises(ProofError, match="the printed figures were not confirmed; trust only the attached ones"):
        check_certificate(kept(tmp_path, forged), run.path)


# What is no certificate


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x00" * 1000, b"PK\x03\x04"])
def test_what_is_no_pdf_is_said_to_be_none(content: bytes, run: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="cannot be read as a PDF"):
        check_certificate(kept(tmp_path, content), run.path)


@pytest.mark.parametrize("content", [
    b"", b"[]", b"null", b'{"rows":[]}', b"{" * 100_000, b'{"rows":[1.5]}', b'{"rows":[NaN]}', b"\xff",
    b'{"buyer_id":"\\ud800","pool":"month","language":"en","typesetter":"x","rows":[]}',
    b'{"buyer_id":"market","pool":"day","language":"en","typesetter":"x","rows":[]}',
    b'{"buyer_id":"market","pool":"month","language":"ht","typesetter":"x","rows":[]}',
])  # fmt: skip
def test_what_is_attached_must_have_the_form_of_a_certificate(content: bytes, run: RunFolder, tmp_path: Path) -> None:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_attachment("certificate.json", content)
    writer.write(out)
    with pytest.raises(RunError, match="has another form"):
        check_certificate(kept(tmp_path, out.getvalue()), run.path)


def test_it_is_checked_against_what_was_given_out_which_names_nobody_and_holds_no_figure(
    run: RunFolder, tmp_path: Path
) -> None:
    given = write_given_out(run, tmp_path)
    text = given.read_text(encoding="utf-8")
    assert check_certificate(kept(tmp_path, one(run)), given) == check_certificate(kept(tmp_path, one(run)), run.path)
    assert not {"market", "_cents", "totals"} & set(re.findall(r"[a-z_]+", text))
    given.write_text(text.replace('"as_of": "2026', '"as_of": "2025'), encoding="utf-8")
    with pytest.raises(ProofError, match="not those that the run gave out"):
        check_certificate(kept(tmp_path, one(run)), given)


def test_a_pdf_without_figures_and_a_run_without_certificates_are_said_to_be_that(
    run: RunFolder, tmp_path: Path
) -> None:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(out)
    with pytest.raises(RunError, match=r"it has no certificate\.json"):
        check_certificate(kept(tmp_path, out.getvalue()), run.path)
    for text in ("", "[]", "{}", '{"format": 1}'):
        (tmp_path / "run.json").write_text(text, encoding="utf-8")
        with pytest.raises(RunError, match="not a run that gave out certificates"):
            check_certificate(kept(tmp_path, one(run)), tmp_path / "run.json")
    with pytest.raises(RunError, match="cannot be read"):
        check_certificate(tmp_path / "no.pdf", run.path)


def test_a_file_too_large_is_refused(run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MAX_BYTES", 100)
    with pytest.raises(RunError, match="is larger than"):
        check_certificate(kept(tmp_path, one(run)), run.path)


# Who gets one, and what is in it


def test_each_buyer_gets_one_and_a_stranger_none(valley_run: RunFolder) -> None:
    made = list(certificates(valley_run, Certificates()))
    assert sorted(p.about["buyer_id"] for p in made) == sorted(valley_run.manifest["certificates"])
    assert [p.file for p in made] == ["certificate-en-001.pdf", "certificate-en-002.pdf", "certificate-en-003.pdf"]
    with pytest.raises(RunError, match="no buyer 'nobody'"):
        list(certificates(valley_run, Certificates(buyer="nobody")))


def test_a_run_of_one_grower_gives_out_none(tmp_path: Path) -> None:
    only = audit(VALLEY, "fair-food", tmp_path / "run", VALLEY_DAY, Settings(only="cedar-farm"))
    with pytest.raises(RunError, match="looked at one grower only"):
        list(certificates(only, Certificates()))


def test_a_run_of_an_older_version_gives_out_none(own_run: RunFolder) -> None:
    manifest = json.loads((own_run.path / "run.json").read_text(encoding="utf-8"))
    del manifest["tables"]["steps/buyer_answers.parquet"]
    (own_run.path / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(RunError, match="before there were papers"):
        list(certificates(open_run(own_run.path), Certificates()))


def test_no_worker_is_named_on_it_or_in_it(valley_run: RunFolder) -> None:
    with duckdb.connect() as db:
        sql = f"SELECT DISTINCT worker_id FROM '{valley_run.table('payroll')}'"  # noqa: S608 - our own
        workers = {worker for (worker,) in db.execute(sql).fetchall()}
    assert len(workers) > 5
    for paper in certificates(valley_run, Certificates(("en", "es"))):
        everything = "".join(pages(paper.content)) + json.dumps(attached(paper.content))
        assert not [worker for worker in workers if worker in everything]


def test_hostile_names_are_names_and_the_certificate_stays_valid(tmp_path: Path) -> None:
    evil = ("<script>", '=HYPERLINK("http://x","y")', '#import "x"', "$x$", "\u202egnp.exe", "B" * 10_000)
    run = world(tmp_path, [Pool("2025-11", "100.00", even(5, "1.00"), grower=n, buyer=n) for n in evil])
    for paper, buyer in zip(certificates(run, Certificates()), sorted(evil), strict=True):
        assert paper.file.replace("-", "").removesuffix(".pdf").isalnum()
        assert squeezed(f"For {name(buyer)}.") in squeezed("".join(pages(paper.content)))
        assert check_certificate(kept(tmp_path, paper.content), run.path).buyer_id == buyer
