"""How the web is served: limits, and what the outside calls it."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class OpenId:
    """An identity provider that people may sign in with; who they may be is still said by `premium user add`."""

    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be set when the web is started; every limit has a value."""

    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    secure: bool = False
    upload_bytes: int = 512 * MB
    body_bytes: int = MB
    uploads_at_once: int = 4
    papers_at_once: int = 4
    upload_silence_s: float = 30.0
    upload_least_per_s: int = 4096
    run_memory: str = "512MB"
    threads: int = 2
    sign_ins: str = "10/minute"
    asks: str = "1200/minute"
    uploads: str = "120/minute"
    open_id: OpenId | None = None
