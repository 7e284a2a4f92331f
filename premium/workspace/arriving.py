"""A file while it arrives: hashed and limited as it is written, and gone without a trace if it does not end well.

It lies in a folder of its own, `.arriving-…`, and is held by a lock for as long as its process lives. What is not held
is what a killed process left, and is swept.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
import shutil
import unicodedata
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING

from premium.errors import TooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

MOST_BYTES = 512 << 20
ARRIVING = ".arriving-"
NAME_BYTES = 120
SUFFIX_BYTES = 16


class Arriving:
    """A file of which some bytes are there; `write` them, then `close` it, and `take` its folder, or `abort`."""

    def __init__(self, root: Path, name: str, most_bytes: int = MOST_BYTES) -> None:
        """Make its folder below `root`, and hold it."""
        self.name, self.size, self._most = safe_name(name), 0, most_bytes
        self._hash = hashlib.sha256()
        root.mkdir(parents=True, exist_ok=True)
        self.folder = root / f"{ARRIVING}{secrets.token_hex(8)}"
        with _locked(root, fcntl.LOCK_SH):
            self.folder.mkdir(mode=0o700)
            self._file = os.open(self.folder / self.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
        self._open, self._taken = True, False

    @property
    def sha256(self) -> str:
        """The fingerprint of what is there by now."""
        return self._hash.hexdigest()

    def write(self, data: bytes) -> None:
        """Take the next bytes.

        Raises:
            TooLargeError: they are over the limit; nothing of the file is left.
        """
        if self.size + len(data) > self._most:
            self.abort()
            raise TooLargeError(
                f"the file is larger than {self._most >> 20:,} MiB", hint="split it, for instance by pay period"
            )
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(self._file, left) :]
        except OSError:
            self.abort()
            raise
        self._hash.update(data)
        self.size += len(data)

    def settle(self) -> None:
        """Put all of it on the disk; nobody writes to it after that."""
        os.fchmod(self._file, 0o400)
        os.fsync(self._file)
        _on_disk(self.folder)

    def take(self, place: Path) -> None:
        """Give the folder its name; it stays held until `abort` or `release`."""
        shutil.rmtree(place, ignore_errors=True)
        self.folder.rename(place)
        self.folder, self._taken = place, True
        _on_disk(place.parent)

    def release(self) -> None:
        """Let go of a file that is whole, and somebody's by now."""
        if self._open:
            self._open = False
            os.close(self._file)

    def abort(self) -> None:
        """Remove what is there; what was released stays.

        What has taken its name already is left to the sweep: whether the database knows it by now, it alone can say.
        """
        if self._open and not self._taken:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.release()


def sweep(root: Path, known: Callable[[Collection[str]], Collection[str]]) -> None:
    """Remove folders below `root` that nobody holds and nobody knows: a killed process left them.

    `known` is given names, and returns those that are somebody's. It is asked again of a folder that is not held: a
    file is let go of only after it is known.
    """
    if not root.is_dir():
        return
    with _locked(root, fcntl.LOCK_EX):
        names = {entry.name for entry in root.iterdir() if entry.is_dir()}
        for name in names - set(known(names)):
            if not _held(root / name) and not known([name]):
                shutil.rmtree(root / name, ignore_errors=True)


def _held(folder: Path) -> bool:
    for path in folder.iterdir():
        handle = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
    return False


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


def _on_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def safe_name(name: str) -> str:
    """Return what a file may be called here: no path, nothing that is not seen, no dot in front, clipped."""
    name = unicodedata.normalize("NFC", re.split(r"[\\/]", name)[-1])
    name = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in name)
    name = " ".join(name.split()).lstrip(".")
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    if len(suffix.encode()) > SUFFIX_BYTES:
        stem, suffix = name, ""
    return (stem.encode()[:NAME_BYTES].decode(errors="ignore").strip() or "file") + suffix.rstrip()
