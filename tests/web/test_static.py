"""What browsers are given from elsewhere is what its page says, byte for byte, and nothing more is there."""

from __future__ import annotations

import hashlib
import re

from made_web import ROOT

STATIC = ROOT / "premium" / "web" / "static"


def test_what_is_not_ours_has_the_hash_and_the_licence_that_its_page_names() -> None:
    page = (STATIC / "README.md").read_text(encoding="utf-8")
    ((name, sha256),) = re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", page, re.MULTILINE)
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == sha256
    ours = {"README.md", "htmx-LICENSE", "icon.svg", "keys.js", "pages.css"}
    assert {path.name for path in STATIC.iterdir()} == {*ours, name}
    assert f"/static/{name}" in (ROOT / "premium" / "web" / "templates" / "base.html.j2").read_text(encoding="utf-8")
