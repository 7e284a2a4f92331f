from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from made_web import Web


def test_a_stranger_is_sent_to_sign_in_and_a_wrong_password_lets_nobody_in(web: Web) -> None:
    stranger = web.client()
    assert stranger.post("/sign-out", data={"csrf": "x"}).headers["location"] == "/sign-in"
    assert stranger.post("/sign-in", data={"name": "monitor", "password": "not the one"}).status_code == 401
    assert not stranger.cookies


def test_a_form_without_its_token_or_from_another_site_is_refused(web: Web) -> None:
    monitor = web.client("monitor")
    assert monitor.post("/sign-out").status_code == 403
    token = re.search(r'name="csrf" value="([^"]+)"', monitor.get("/nowhere").text)
    assert token is not None
    elsewhere = monitor.post("/sign-out", data={"csrf": token[1]}, headers={"origin": "https://elsewhere.example"})
    assert elsewhere.status_code == 403
    assert monitor.post("/sign-out", data={"csrf": token[1]}).status_code == 303
    assert monitor.post("/sign-out", data={"csrf": token[1]}).headers["location"] == "/sign-in"


def test_the_way_back_from_choosing_a_language_never_leads_to_another_site(web: Web) -> None:
    for back in ("//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example", "/\n/elsewhere"):
        assert web.client().post("/language/es", data={"back": back}).headers["location"] == "/"
    assert web.client().post("/language/es", data={"back": "/runs/1"}).headers["location"] == "/runs/1"
