"""`premium serve`, and who may come in: `premium user`, `premium key`."""

from __future__ import annotations

import difflib
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from premium.cli.options import AsJson, Memory
from premium.errors import InputError, WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from premium.workspace import Workspace
    from premium.workspace.tables import Role

DATABASE = "PREMIUM_DATABASE"
PASSWORD = "PREMIUM_PASSWORD"  # noqa: S105 - where it is looked for, not what it is
OPEN_ID = ("PREMIUM_OIDC_ISSUER", "PREMIUM_OIDC_CLIENT_ID", "PREMIUM_OIDC_CLIENT_SECRET")
ROLES = "monitor, worker_organization, buyer or grower"

users = typer.Typer(no_args_is_help=True, help="Let people in and out of a workspace.")
keys = typer.Typer(no_args_is_help=True, help="Keys with which programs come in as somebody.")

Place = Annotated[Path, typer.Argument(metavar="WORKSPACE", help="The workspace's folder.", show_default=False)]
Name = Annotated[str, typer.Argument(help="The name that they sign in with.", show_default=False)]


def serve(  # noqa: PLR0913, PLR0917 - these are the command's options
    workspace: Place,
    program: Annotated[
        str | None, typer.Option(help="A program's id, or its file; needed once, to begin a workspace.")
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 for any that is free.")] = 8017,
    name: Annotated[
        list[str], typer.Option(metavar="HOST", help="A name that the server is reached by, as councils.example.org.")
    ] = [],  # noqa: B006 - typer makes a new list of it
    memory: Memory = None,
    upload_mb: Annotated[int, typer.Option(min=1, max=1_000_000, help="The largest file taken, in MB.")] = 512,
    *,
    https: Annotated[
        bool, typer.Option("--https", help="It is reached over HTTPS, by a proxy in front: cookies go that way only.")
    ] = False,
) -> None:
    """Serve a workspace: pages for people, and an API for programs at /api.

    It listens on this machine only, unless told otherwise. The database is a file in the workspace; PREMIUM_DATABASE
    may name a PostgreSQL instead. Stop it with Ctrl-C: what is being worked on goes on when it is started again.
    """
    if host not in {"127.0.0.1", "localhost", "::1"} and not https:
        raise InputError(
            f"{host} can be reached from elsewhere, and passwords would go there in the clear",
            hint="put a proxy with HTTPS before it, and say --https",
        )
    from premium.web.serving import Address, serving
    from premium.web.settings import MB, OpenId, Settings

    provider = _open_id()
    settings = Settings(upload_bytes=upload_mb * MB, open_id=OpenId(*provider) if provider else None)
    with _opened(workspace, program) as opened:
        _say_who(opened, workspace)
        serving(opened, Address(host, port, tuple(name), https), settings, os.environ.get(DATABASE), memory)


@users.command("add")
def add(  # noqa: PLR0913 - these are the command's options
    workspace: Place,
    name: Name,
    role: Annotated[str, typer.Option(help=f"Who they are: {ROLES}.", show_default=False)],
    party: Annotated[
        str | None, typer.Option(help="The buyer_id or grower_id that a buyer or a grower is in the records.")
    ] = None,
    language: Annotated[str, typer.Option(help="The language of their pages: en or es.")] = "en",
    *,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="They come in by an identity provider or with keys only.")
    ] = False,
) -> None:
    """Let somebody in. Their password is taken from the environment (PREMIUM_PASSWORD) or asked for."""
    from premium.workspace.people import add_user
    from premium.workspace.tables import Role

    if role not in list(Role):
        raise InputError(f"there is no role {role!r}", hint=f"it is {ROLES}")
    with _opened(workspace) as opened:
        password = None if no_password else _password()
        who = add_user(opened, name, Role(role), party, password, language)
        typer.echo(f"{who.name} may come in as {who.role.value.replace('_', ' ')}{f' {party}' if party else ''}.")
        if party is not None:
            _is_in_records(opened, Role(role), party)


def _is_in_records(workspace: Workspace, role: Role, party: str) -> None:
    """Warn where the newest run's records name no such party: its pages would stay empty."""
    from premium.harmless import harmless
    from premium.workspace.runs import parties

    known = parties(workspace, role)
    if known is None or party in known:
        return
    near = difflib.get_close_matches(party, known, n=1, cutoff=0.5)
    meant = f"; did you mean {near[0]}?" if near else ""
    said = f"premium: no record names a {role.value} {party} so far, and there is nothing to see until one does{meant}"
    typer.echo(harmless(said), err=True)


@users.command("list")
def listed(workspace: Place, *, as_json: AsJson = False) -> None:
    """List who may come in."""
    from sqlalchemy import select

    from premium.workspace.tables import User

    with _opened(workspace) as opened, opened.reading() as session:
        found = list(session.scalars(select(User).order_by(User.name)))
    told = [
        {
            "name": u.name,
            "role": u.role,
            "party": u.party,
            "language": u.language,
            "disabled": u.disabled_at is not None,
        }
        for u in found
    ]
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for user in told:
        words = [user[c] for c in ("name", "role", "party")] + ["disabled" if user["disabled"] else None]
        typer.echo("  ".join(str(word) for word in words if word))
    if not told:
        typer.echo("Nobody may come in yet: premium user add WORKSPACE NAME --role monitor")


@users.command("password")
def password(workspace: Place, name: Name) -> None:
    """Give somebody another password; it ends their sessions."""
    from premium.workspace.people import set_password

    with _opened(workspace) as opened:
        set_password(opened, name, _password())
    typer.echo(f"{name} has a new password.")


@users.command("disable")
def disabled(workspace: Place, name: Name) -> None:
    """Let somebody in no more; their sessions and keys end at once."""
    from premium.workspace.people import disable

    with _opened(workspace) as opened:
        disable(opened, name)
    typer.echo(f"{name} may come in no more.")


@keys.command("add")
def add_key_of(
    workspace: Place,
    user: Annotated[str, typer.Argument(help="Whose key it is; it may do what they may.", show_default=False)],
    name: Annotated[str, typer.Option(help="What it is for.")] = "",
) -> None:
    """Make a key, and print it: it is shown this once."""
    from premium.workspace.people import add_key

    with _opened(workspace) as opened:
        typer.echo(add_key(opened, user, name))


@keys.command("list")
def listed_keys(workspace: Place, *, as_json: AsJson = False) -> None:
    """List the keys, by their ids; the keys themselves are not kept."""
    from sqlalchemy import select

    from premium.workspace.tables import Key, User

    with _opened(workspace) as opened, opened.reading() as session:
        found = session.execute(select(Key, User.name).join(User).order_by(User.name, Key.created_at)).all()
    told = [{"id": k.id, "user": user, "name": k.name, "revoked": k.revoked_at is not None} for k, user in found]
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
        return
    for key in told:
        typer.echo(f"{key['id']}  {key['user']}  {key['name']}{'  revoked' if key['revoked'] else ''}")


@keys.command("revoke")
def revoked(workspace: Place, key: Annotated[str, typer.Argument(help="The key's id.", show_default=False)]) -> None:
    """End a key."""
    from premium.workspace.people import revoke_key

    with _opened(workspace) as opened:
        revoke_key(opened, key)
    typer.echo(f"The key {key} opens nothing any more.")


@contextmanager
def _opened(place: Path, program: str | None = None) -> Iterator[Workspace]:
    from premium.workspace import open_workspace

    workspace = open_workspace(place, program, os.environ.get(DATABASE))
    try:
        yield workspace
    finally:
        workspace.close()


def _password() -> str:
    if PASSWORD in os.environ:
        return os.environ[PASSWORD]
    if not sys.stdin.isatty():
        raise WorkspaceError("no password was given", hint=f"set {PASSWORD}, or run this at a terminal")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


def _say_who(workspace: Workspace, place: Path) -> None:
    """Say how the first person is let in, where there is nobody."""
    from sqlalchemy import func, select

    from premium.workspace.tables import User

    with workspace.reading() as session:
        people = session.scalar(select(func.count()).select_from(User))
    if not people:
        typer.echo(
            f"Nobody may come in yet. In another terminal: premium user add {place} NAME --role monitor", err=True
        )


def _open_id() -> tuple[str, str, str] | None:
    """Return the identity provider that the environment names, if it does.

    Raises:
        InputError: it names half of one.
    """
    said = [os.environ.get(name, "") for name in OPEN_ID]
    if any(said) and not all(said):
        raise InputError("the identity provider is named by half", hint=f"set {', '.join(OPEN_ID)}")
    return (said[0], said[1], said[2]) if all(said) else None
