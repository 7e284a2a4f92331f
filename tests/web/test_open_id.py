"""Signing in by an identity provider: only those who are known here, by an address that it has verified, and once."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx  # authlib takes it where it is there
import pytest
from authlib.integrations.httpx_client import OAuth2Client
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import RSAKey

from premium.web import open_id
from premium.web.app import make_app
from premium.web.settings import OpenId, Settings
from workspaces import a_place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KNOWN = OpenId("https://id.example", "premium", "a secret")


@dataclass
class FakeProvider:
    """A provider in this process: it says of whoever comes what `claims` say."""

    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, parameters={"kid": "one"}))
    claims: dict[str, Any] = field(default_factory=dict)
    challenge: str = ""
    issuer: str = KNOWN.issuer

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer as a provider does."""
        if request.url.path == "/.well-known/openid-configuration":
            return httpx.Response(200, json={
                "issuer": self.issuer, "authorization_endpoint": "https://id.example/authorize",
                "token_endpoint": "https://id.example/token", "jwks_uri": "https://id.example/keys",
            })  # fmt: skip
        if request.url.path == "/keys":
            return httpx.Response(200, json={"keys": [self.key.as_dict(private=False)]})
        sent = parse_qs(request.content.decode())
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"][0].encode()).digest()).rstrip(b"=")
        assert proof.decode() == self.challenge
        token = jwt.encode({"alg": "RS256", "kid": "one"}, self.claims, self.key)
        return httpx.Response(200, json={"access_token": "x", "token_type": "Bearer", "id_token": token})


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    fake = FakeProvider()
    monkeypatch.setattr(
        open_id, "_client", lambda: lambda known, back: OAuth2Client(
            known.client_id, known.client_secret, scope=open_id.SCOPE, redirect_uri=back,
            transport=httpx.MockTransport(fake.answer),
        ),
    )  # fmt: skip
    return fake


@pytest.fixture
def browser(provider: FakeProvider, tmp_path: Path) -> Iterator[TestClient]:
    assert provider
    place = a_place(tmp_path / "workspace")
    settings = Settings(hosts=("testserver",), open_id=KNOWN, sign_ins="1000/minute")
    app = make_app(place.workspace, settings)
    yield TestClient(app, follow_redirects=False, base_url="http://testserver")
    place.workspace.close()


def gone_to(browser: TestClient, provider: FakeProvider, **claims: Any) -> str:  # noqa: ANN401 - claims are JSON
    """Go to the provider and come back with its state; what it says is right but for `claims`."""
    asked = parse_qs(urlsplit(browser.get("/sign-in/open-id").headers["location"]).query)
    assert asked["redirect_uri"] == ["http://testserver/sign-in/open-id/callback"]
    provider.challenge = asked["code_challenge"][0]
    right = {
        "iss": KNOWN.issuer, "aud": KNOWN.client_id, "sub": "1", "exp": int(time.time()) + 300,
        "nonce": asked["nonce"][0], "email": "Monitor", "email_verified": True,
    }  # fmt: skip
    provider.claims = {name: value for name, value in {**right, **claims}.items() if value is not None}
    return asked["state"][0]


def test_who_is_known_here_comes_in(browser: TestClient, provider: FakeProvider) -> None:
    assert 'href="/sign-in/open-id"' in browser.get("/sign-in").text
    state = gone_to(browser, provider)
    answer = browser.get(f"/sign-in/open-id/callback?state={state}&code=c")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.get("/api/me").json()["name"] == "monitor"


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger"}, {"email_verified": False}, {"email_verified": "true"}, {"email": None},
        {"nonce": "another"}, {"nonce": None}, {"aud": "another"}, {"iss": "https://elsewhere.example"},
        {"exp": 1}, {"exp": None},
    ],
    ids=json.dumps,
)  # fmt: skip
def test_nobody_else_does(claims: dict[str, Any], browser: TestClient, provider: FakeProvider) -> None:
    state = gone_to(browser, provider, **claims)
    answer = browser.get(f"/sign-in/open-id/callback?state={state}&code=c")
    assert answer.status_code == 403
    assert browser.get("/api/me").status_code == 401


def test_another_state_or_cookie_or_signature_lets_nobody_in(browser: TestClient, provider: FakeProvider) -> None:
    state = gone_to(browser, provider)
    assert browser.get("/sign-in/open-id/callback?state=another&code=c").status_code == 403
    assert browser.get(f"/sign-in/open-id/callback?state={state}").status_code == 403
    provider.key = RSAKey.generate_key(2048, parameters={"kid": "one"})
    browser.get(f"/sign-in/open-id/callback?state={state}&code=c")
    browser.cookies.set("premium_open_id", "e30=.00", path="/sign-in/open-id", domain="testserver.local")
    browser.cookies.clear()
    assert browser.get(f"/sign-in/open-id/callback?state={state}&code=c").status_code == 403
    assert browser.get("/api/me").status_code == 401


def test_keys_that_are_not_the_providers_let_nobody_in(browser: TestClient, provider: FakeProvider) -> None:
    state = gone_to(browser, provider)
    provider.key = RSAKey.generate_key(2048, parameters={"kid": "one"})
    assert browser.get(f"/sign-in/open-id/callback?state={state}&code=c").status_code == 403
    state = gone_to(browser, provider)
    assert browser.get(f"/sign-in/open-id/callback?state={state}&code=c").status_code == 303


def test_another_provider_in_its_place_is_not_taken_for_it(browser: TestClient, provider: FakeProvider) -> None:
    provider.issuer = "https://elsewhere.example"
    assert browser.get("/sign-in/open-id").status_code == 503


def test_without_a_provider_there_is_no_such_way_in(tmp_path: Path) -> None:
    place = a_place(tmp_path / "workspace")
    client = TestClient(make_app(place.workspace, Settings(hosts=("testserver",))), base_url="http://testserver")
    assert client.get("/sign-in/open-id").status_code == 404
    assert "open-id" not in client.get("/sign-in").text
    place.workspace.close()
