"""The people of a workspace: who they are to the program, and how they prove it is them."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select, update

from premium.errors import WorkspaceError
from premium.workspace.tables import PARTIES, Deed, Key, Role, SignedIn, User, now

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from premium.workspace.place import Workspace

HASHER = PasswordHasher()
NOBODYS = HASHER.hash(secrets.token_hex())
"""What a password is held against where nobody has that name: it takes as long, so that names cannot be found out."""

SHORTEST = 12
LONGEST = 1024
IDLE_MS = 30 * 60_000
AT_MOST_MS = 12 * 3_600_000
KEY_BEGINS = "premium_"
LANGUAGES = ("en", "es")
NAME_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who is signed in or holds a key: what they may see hangs on `role` and `party` only."""

    id: str
    name: str
    role: Role
    party: str | None
    language: str
    csrf: str | None = None

    @classmethod
    def of(cls, user: User, csrf: str | None = None) -> Who:
        """Return a user as somebody who asks; without `csrf` they came by a key."""
        return cls(user.id, user.name, Role(user.role), user.party, user.language, csrf)


def add_user(  # noqa: PLR0913, PLR0917 - all that is known of somebody
    workspace: Workspace, name: str, role: Role, party: str | None, password: str | None, language: str = "en"
) -> Who:
    """Let somebody in. A buyer or a grower needs the `party` that they are in the records; nobody else has one.

    Raises:
        WorkspaceError: the name is taken, or what was said does not fit.
    """
    name = name.strip().casefold()
    if not name or len(name) > NAME_AT_MOST or not name.isprintable():
        raise WorkspaceError("a person needs a name to sign in with", hint="such as an e-mail address")
    if (role in PARTIES) != (party is not None):
        raise WorkspaceError(
            f"a {role.value.replace('_', ' ')} {'needs' if role in PARTIES else 'has no'} party",
            hint="--party names the buyer_id or grower_id that a buyer or a grower is in the records",
        )
    if language not in LANGUAGES:
        raise WorkspaceError(f"{language!r} is no language of the pages", hint=f"they speak {' and '.join(LANGUAGES)}")
    user = User(
        id=secrets.token_hex(8), name=name, role=role, party=party, language=language,
        password_hash=None if password is None else hashed(password),
    )  # fmt: skip
    with workspace.writing() as session:
        if session.scalar(select(User.id).where(User.name == name)):
            raise WorkspaceError(f"there is somebody called {name} already", hint="premium user list shows them")
        session.add(user)
        session.add(Deed(user_id=None, what="user_added", about=name))
    return Who.of(user)


def set_password(workspace: Workspace, name: str, password: str) -> None:
    """Give somebody another password, and end their sessions.

    Raises:
        WorkspaceError: nobody is called so, or the password is too short.
    """
    fresh = hashed(password)
    with workspace.writing() as session:
        user = named(session, name)
        user.password_hash = fresh
        session.execute(delete(SignedIn).where(SignedIn.user_id == user.id))
        session.add(Deed(user_id=user.id, what="password_set"))


def disable(workspace: Workspace, name: str) -> None:
    """Let somebody in no more: their sessions and keys end at once; what they did stays told.

    Raises:
        WorkspaceError: nobody is called so.
    """
    with workspace.writing() as session:
        user = named(session, name)
        user.disabled_at = now()
        session.execute(delete(SignedIn).where(SignedIn.user_id == user.id))
        session.execute(update(Key).where(Key.user_id == user.id).values(revoked_at=now()))
        session.add(Deed(user_id=user.id, what="user_disabled"))


def named(session: Session, name: str) -> User:
    """Return somebody by the name they sign in with.

    Raises:
        WorkspaceError: nobody is called so.
    """
    user = session.scalar(select(User).where(User.name == name.strip().casefold()))
    if user is None:
        raise WorkspaceError(f"nobody is called {name!r} here", hint="premium user list shows who is")
    return user


def hashed(password: str) -> str:
    """Return a password's argon2id hash.

    Raises:
        WorkspaceError: it is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise WorkspaceError(f"a password has {SHORTEST} to {LONGEST} characters", hint="a few words are easy to keep")
    return HASHER.hash(password)


def sign_in(workspace: Workspace, name: str, password: str) -> str | None:
    """Begin a session, and return the token of its cookie; None where name and password do not go together."""
    with workspace.reading() as session:
        user = session.scalar(select(User).where(User.name == name.strip().casefold()))
    known = user is not None and user.disabled_at is None and user.password_hash is not None
    right = _verified(user.password_hash or "" if user is not None and known else NOBODYS, password)
    if user is None or not known or not right:
        return None
    if HASHER.check_needs_rehash(user.password_hash or ""):
        with workspace.writing() as session:
            session.execute(update(User).where(User.id == user.id).values(password_hash=HASHER.hash(password)))
    return begin_session(workspace, user.id)


def _verified(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False


def begin_session(workspace: Workspace, user_id: str) -> str:
    """Begin a session of somebody who has proved who they are, and return the token of its cookie."""
    token = secrets.token_urlsafe(32)
    with workspace.writing() as session:
        session.execute(delete(SignedIn).where(SignedIn.created_at < now() - AT_MOST_MS))
        session.add(SignedIn(token_hash=secret_hash(token), user_id=user_id, csrf=secrets.token_urlsafe(32)))
        session.add(Deed(user_id=user_id, what="signed_in"))
    return token


def end_session(workspace: Workspace, token: str) -> None:
    """End a session; one that is not there has ended already."""
    with workspace.writing() as session:
        session.execute(delete(SignedIn).where(SignedIn.token_hash == secret_hash(token)))


def by_session(workspace: Workspace, token: str) -> Who | None:
    """Return whose session a cookie's token is of; None where it is none, or was left alone too long."""
    with workspace.reading() as session:
        found = session.execute(
            select(SignedIn, User).join(User).where(SignedIn.token_hash == secret_hash(token))
        ).one_or_none()
    if found is None:
        return None
    kept, user = found
    at = now()
    if user.disabled_at is not None or at - kept.seen_at > IDLE_MS or at - kept.created_at > AT_MOST_MS:
        return None
    if at - kept.seen_at > IDLE_MS // 30:
        with workspace.writing() as session:
            session.execute(update(SignedIn).where(SignedIn.token_hash == kept.token_hash).values(seen_at=at))
    return Who.of(user, kept.csrf)


def add_key(workspace: Workspace, user: str, name: str) -> str:
    """Make a key that may do what its user may, and return it: it is shown this once.

    Raises:
        WorkspaceError: nobody is called so, or may not come in any more.
    """
    key = KEY_BEGINS + secrets.token_urlsafe(32)
    with workspace.writing() as session:
        owner = named(session, user)
        if owner.disabled_at is not None:
            raise WorkspaceError(f"{owner.name} is disabled", hint="a key would open nothing")
        session.add(Key(id=secrets.token_hex(4), user_id=owner.id, name=name, secret_hash=secret_hash(key)))
        session.add(Deed(user_id=owner.id, what="key_added", about=name))
    return key


def revoke_key(workspace: Workspace, key_id: str) -> None:
    """End a key.

    Raises:
        WorkspaceError: there is none of that id.
    """
    with workspace.writing() as session:
        key = session.get(Key, key_id)
        if key is None:
            raise WorkspaceError(f"there is no key {key_id!r}", hint="premium key list shows them")
        key.revoked_at = key.revoked_at or now()
        session.add(Deed(user_id=key.user_id, what="key_revoked", about=key.name))


def by_key(workspace: Workspace, key: str) -> Who | None:
    """Return whose key it is; None where it is none, or has ended."""
    with workspace.reading() as session:
        found = session.execute(
            select(Key, User).join(User).where(Key.secret_hash == secret_hash(key), Key.revoked_at.is_(None))
        ).one_or_none()
    if found is None or found[1].disabled_at is not None:
        return None
    kept, user = found
    if kept.used_at is None or now() - kept.used_at > IDLE_MS:
        with workspace.writing() as session:
            session.execute(update(Key).where(Key.id == kept.id).values(used_at=now()))
    return Who.of(user)


def secret_hash(secret: str) -> str:
    """Return what is kept of a token or key: it has 256 random bits, so nothing slower than SHA-256 is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
