"""Signing in by an identity provider (OpenID Connect), for those whom `premium user add` knows by their e-mail address.

    GET /sign-in/open-id           sends the browser to the provider; a signed cookie keeps what it must bring back
    GET /sign-in/open-id/callback  the provider sends it back; the address must be one that the provider has verified

The provider says who somebody is, and never what they may see. It needs `premium[oidc]`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select

from premium.errors import WorkspaceError
from premium.web.access import ANYONE
from premium.web.problems import Problem
from premium.web.site import site
from premium.workspace.people import begin_session
from premium.workspace.tables import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.web.settings import OpenId
    from premium.workspace import Workspace

PATH = "/sign-in/open-id"
COOKIE = "premium_open_id"
KEPT_S = 600
SCOPE = "openid email"
LEEWAY_S = 60
ALGORITHMS = ["RS256", "ES256", "PS256"]
"""What an ID token may be signed with; `none` and shared secrets are not among them."""


@dataclass(slots=True)
class Provider:
    """The identity provider; what it tells of itself is asked for when somebody first signs in by it."""

    known: OpenId
    client: Callable[[OpenId, str], Any]
    _told: dict[str, Any] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def told(self) -> dict[str, Any]:
        """Return what the provider tells of itself, with its keys.

        Raises:
            Problem: 503, it does not answer, or is not the one that was named.
        """
        with self._lock:
            if not self._told:
                with self.client(self.known, "") as client:
                    told = _asked(client, f"{self.known.issuer.rstrip('/')}/.well-known/openid-configuration")
                    if told.get("issuer") != self.known.issuer:
                        raise _silent()
                    self._told = {**told, "keys": _asked(client, told["jwks_uri"])}
            return self._told

    def forget(self) -> None:
        """Ask again the next time: its keys may have changed."""
        with self._lock:
            self._told = {}


def router(known: OpenId, client: Callable[[OpenId, str], Any] | None = None) -> APIRouter:
    """Return the routes; `client` makes what asks the provider.

    Raises:
        WorkspaceError: the extra is not installed.
    """
    provider = Provider(known, client or _client())
    routes = APIRouter(include_in_schema=False)

    def begun(request: Request) -> Response:
        """Send the browser to the provider."""
        site(request).rates.hit("sign_in", f"from {request.client.host if request.client else '-'}")
        kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        challenge = base64.urlsafe_b64encode(hashlib.sha256(kept["verifier"].encode()).digest()).rstrip(b"=").decode()
        told = provider.told()
        with provider.client(known, _back(request)) as asking:
            address, _ = asking.create_authorization_url(
                told["authorization_endpoint"], state=kept["state"], nonce=kept["nonce"],
                code_challenge=challenge, code_challenge_method="S256",
            )  # fmt: skip
        answer = RedirectResponse(address, 303)
        answer.set_cookie(
            COOKIE, _signed(site(request).workspace, kept), max_age=KEPT_S, httponly=True, samesite="lax", path=PATH,
            secure=site(request).settings.secure,
        )  # fmt: skip
        return answer

    def returned(request: Request) -> Response:
        """Begin a session of whom the provider says that it is, if they may come in."""
        here = site(request)
        here.rates.hit("sign_in", f"from {request.client.host if request.client else '-'}")
        kept = _unsigned(here.workspace, request.cookies.get(COOKIE, ""))
        state, code = (request.query_params.get(name, "") for name in ("state", "code"))
        if kept is None or not code or not hmac.compare_digest(state.encode(), kept["state"].encode()):
            raise _not_in()
        user = _known(here.workspace, _claims(provider, _back(request), code, kept))
        answer = RedirectResponse("/", 303)
        token = begin_session(here.workspace, user)
        answer.set_cookie(here.cookie, token, httponly=True, samesite="lax", secure=here.settings.secure, path="/")
        answer.delete_cookie(COOKIE, path=PATH)
        return answer

    routes.get(PATH, dependencies=[Depends(ANYONE)])(begun)
    routes.get(f"{PATH}/callback", dependencies=[Depends(ANYONE)])(returned)
    return routes


def _client() -> Callable[[OpenId, str], Any]:
    try:
        from authlib.integrations.httpx_client import OAuth2Client  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise WorkspaceError("signing in by an identity provider needs more", hint="install premium[oidc]") from error
    return lambda known, back: OAuth2Client(
        known.client_id, known.client_secret, scope=SCOPE, redirect_uri=back, timeout=10
    )


def _asked(client: Any, address: str) -> dict[str, Any]:  # noqa: ANN401 - authlib's own client
    from authlib.integrations.httpx_client import OAuthError  # noqa: PLC0415 - an extra

    from premium.web.open_id_http import HTTPError  # noqa: PLC0415 - an extra

    try:
        answer = client.request("GET", address, withhold_token=True)
        answer.raise_for_status()
        return dict(answer.json())
    except (HTTPError, OAuthError, ValueError) as error:
        raise _silent() from error


def _claims(provider: Provider, back: str, code: str, kept: dict[str, str]) -> dict[str, Any]:
    """Return what the provider says of somebody, once it is sure that the provider says it, to us, and now.

    Raises:
        Problem: 403, it is not sure.
    """
    from authlib.integrations.httpx_client import OAuthError  # noqa: PLC0415 - an extra
    from joserfc import jwt  # noqa: PLC0415 - authlib brings it
    from joserfc.errors import JoseError  # noqa: PLC0415
    from joserfc.jwk import KeySet  # noqa: PLC0415

    from premium.web.open_id_http import HTTPError  # noqa: PLC0415 - an extra

    told, known = provider.told(), provider.known
    rules = jwt.JWTClaimsRegistry(
        leeway=LEEWAY_S, iss={"essential": True, "value": known.issuer}, sub={"essential": True},
        aud={"essential": True, "value": known.client_id}, exp={"essential": True},
        nonce={"essential": True, "value": kept["nonce"]},
    )  # fmt: skip
    try:
        with provider.client(known, back) as client:
            token = client.fetch_token(told["token_endpoint"], code=code, code_verifier=kept["verifier"])
        found = jwt.decode(token["id_token"], KeySet.import_key_set(told["keys"]), algorithms=ALGORITHMS)
        rules.validate(found.claims)
    except (HTTPError, OAuthError, JoseError, KeyError, ValueError) as error:
        provider.forget()
        raise _not_in() from error
    return dict(found.claims)


def _known(workspace: Workspace, claims: dict[str, Any]) -> str:
    """Return the id of the user whom an e-mail address names.

    Raises:
        Problem: 403, the provider has not verified it, or nobody is called so.
    """
    address = claims.get("email")
    if not isinstance(address, str) or claims.get("email_verified") is not True:
        raise _not_in()
    with workspace.reading() as session:
        user = session.scalar(select(User).where(User.name == address.strip().casefold()))
    if user is None or user.disabled_at is not None:
        raise _not_in()
    return user.id


def _back(request: Request) -> str:
    base = str(request.base_url)
    if site(request).settings.secure:
        base = "https" + base[base.index(":") :]
    return f"{base}{PATH.removeprefix('/')}/callback"


def _signed(workspace: Workspace, kept: dict[str, str]) -> str:
    text = base64.urlsafe_b64encode(json.dumps({**kept, "until": int(time.time()) + KEPT_S}).encode()).decode()
    return f"{text}.{_mac(workspace, text)}"


def _unsigned(workspace: Workspace, cookie: str) -> dict[str, str] | None:
    text, _, mac = cookie.partition(".")
    if not hmac.compare_digest(mac.encode(), _mac(workspace, text).encode()):
        return None
    kept = json.loads(base64.urlsafe_b64decode(text))
    return dict(kept) if kept["until"] >= time.time() else None


def _mac(workspace: Workspace, text: str) -> str:
    return hmac.new(workspace.secret, f"open-id\0{text}".encode(), hashlib.sha256).hexdigest()


def _silent() -> Problem:
    return Problem(503, "provider", "The identity provider does not answer as it should.", hint="Try again later.")


def _not_in() -> Problem:
    """Return the one answer to whoever is not let in; that it is not 401 keeps the page from beginning again."""
    return Problem(
        403, "not_in", "You are not signed in.", hint="Try again, or ask whoever runs this server to let you in."
    )
