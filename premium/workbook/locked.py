"""Workbooks under a password: opened in memory, here and nowhere else; the password goes into no message."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

from premium.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

FOR_EVERYBODY = "VelvetSweatshop"
"""What a spreadsheet itself tries first: files that were only marked as read-only are locked with it."""
_BROKEN = "ask the sender for it without a password"


class LockedError(InputError):
    """A workbook that needs a password, and got none."""


def unlocked(file: IO[bytes], password: str | None) -> IO[bytes]:
    """Return the workbook without its lock.

    Raises:
        LockedError: it needs a password, and none was given.
        InputError: the password is not the right one, or it is locked in a way that we cannot open.
    """
    for candidate in _candidates(password):
        try:
            return _with(file, candidate)
        except InvalidKeyError:
            continue
        except (DecryptionError, FileFormatError, ParseError, NotImplementedError) as error:
            raise InputError("it is locked in a way that we cannot open", hint=_BROKEN) from error
        except MemoryError:
            raise
        except Exception as error:
            raise InputError("it is locked, and its lock is broken", hint=_BROKEN) from error
    if password is None:
        raise LockedError(
            "it is protected by a password",
            hint="give the password when asked, or in the variable PREMIUM_WORKBOOK_PASSWORD",
        )
    raise InputError("the password does not open it", hint="ask the sender for the password of this file")


def _candidates(password: str | None) -> Iterator[str]:
    yield FOR_EVERYBODY
    if password:
        yield password


def _with(file: IO[bytes], password: str) -> IO[bytes]:
    locked = msoffcrypto.OfficeFile(file)
    if locked.format == "ooxml":
        locked.load_key(password=password, verify_password=True)
    else:
        locked.load_key(password=password)
    plain = io.BytesIO()
    locked.decrypt(plain)
    plain.seek(0)
    return plain
