"""What browsers are given from elsewhere is what its page says, byte for byte, and nothing more is there."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from made_web import ROOT

from premium.web.headers import A_YEAR

if TYPE_CHECKING:
    from made_web import Web

STATIC = ROOT / "premium" / "web" / "static"


def test_what_is_not_ours_has_the_hash_and_the_licence_that_its_page_names() -> None:
    page = (STATIC / "README.md").read_text(encoding="utf-8")
    ((name, sha256),) = re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", page, re.MULTILINE)
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == sha256
    ours = {"README.md", "htmx-LICENSE", "icon.svg", "keys.js", "pages.css"}
    assert {path.name for path in STATIC.iterdir()} == {*ours, name}
    assert f'static("{name}")' in (ROOT / "premium" / "web" / "templates" / "base.html.j2").read_text(encoding="utf-8")


def test_what_browsers_keep_for_a_year_has_another_address_once_it_changes(web: Web) -> None:
    client = web.client()
    found = re.findall(r'"(/static/([^"?]+)\?v=([0-9a-f]+))"', client.get("/sign-in").text)
    assert {name for _, name, _ in found} == {"pages.css", "icon.svg", "keys.js", "htmx-4.0.1.min.js"}
    for address, name, version in found:
        answer = client.get(address)
        assert hashlib.sha256(answer.content).hexdigest().startswith(version), name
        assert answer.headers["cache-control"] == A_YEAR
        again = client.get(address, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.headers["cache-control"]) == (304, A_YEAR)
    missing = client.get("/static/pages-2.css")
    assert (missing.status_code, missing.headers["cache-control"]) == (404, "no-store")
