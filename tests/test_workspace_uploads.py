"""A file is received whole, once and within its limit, or nothing of it is left."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from folders import ROOT
from premium.errors import NotHereError, TooLargeError
from premium.workspace.arriving import safe_name
from premium.workspace.tables import UploadState
from premium.workspace.uploads import Receiving, file_of, receive, sweep_uploads, upload, uploads
from workspaces import a_place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workspaces import Place


def lying(place: Place) -> list[str]:
    """What lies in the folder of received files."""
    return sorted(path.name for path in (place.workspace.path / "received").iterdir())


def test_a_file_is_kept_as_it_came_with_its_fingerprint(place: Place) -> None:
    data = os.urandom(100_000)
    received = receive(place.workspace, place.grower, "week 48.csv", [data[:70_000], data[70_000:]])
    kept = received.upload
    assert file_of(place.workspace, kept).read_bytes() == data
    assert (kept.name, kept.size, kept.sha256) == ("week 48.csv", 100_000, hashlib.sha256(data).hexdigest())
    assert (kept.state, kept.grower_id, kept.buyer_id) == (UploadState.RECEIVED, "alder-farm", None)
    assert not received.already_here


def test_the_same_bytes_from_the_same_party_are_told_and_not_kept_twice(place: Place) -> None:
    first = receive(place.workspace, place.grower, "a.csv", [b"same"])
    again = receive(place.workspace, place.grower, "b.csv", [b"same"])
    assert (again.already_here, again.upload.id) == (True, first.upload.id)
    other = receive(place.workspace, place.monitor, "a.csv", [b"same"])
    assert not other.already_here, "what one party sent is not told to another"
    assert lying(place) == sorted([first.upload.id, other.upload.id])


def test_a_refused_file_may_come_again_by_another_name(place: Place) -> None:
    ended = place.bring_in("a,b\n1,2\n", "first.csv")
    assert ended.told is not None
    assert ended.told["state"] == "refused"
    assert receive(place.workspace, place.monitor, "first.csv", [b"a,b\n1,2\n"]).already_here
    assert not receive(place.workspace, place.monitor, "second.csv", [b"a,b\n1,2\n"]).already_here


def test_a_file_over_the_limit_stops_in_the_middle_and_leaves_nothing(place: Place) -> None:
    given = []

    def chunks() -> Iterator[bytes]:
        for n in range(100):
            given.append(n)
            yield bytes(1_000)

    with pytest.raises(TooLargeError, match="larger than 0 MiB"):
        receive(place.workspace, place.monitor, "big.csv", chunks(), most_bytes=10_000)
    assert len(given) == 11, "no more was asked for than shows that it is too much"
    assert lying(place) == []
    assert receive(place.workspace, place.monitor, "fits.csv", [bytes(10_000)], most_bytes=10_000).upload.size == 10_000


def test_a_file_that_breaks_off_leaves_nothing(place: Place) -> None:
    receiving = Receiving(place.workspace, place.monitor, "half.csv")
    receiving.write(b"half")
    assert len(lying(place)) == 1
    receiving.abort()
    assert lying(place) == []
    assert uploads(place.workspace, place.monitor).rows == ()


def test_a_request_sent_again_finds_the_upload_that_the_first_one_made(place: Place) -> None:
    for content in (b"first", b"first"):
        received = receive(place.workspace, place.monitor, "a.csv", [content], upload_id="00112233aabbccdd")
        assert file_of(place.workspace, received.upload).read_bytes() == b"first"
    assert lying(place) == ["00112233aabbccdd"]


def test_others_do_not_see_an_upload_and_monitors_see_all(place: Place) -> None:
    kept = place.upload("a,b\n", who=place.grower)
    assert upload(place.workspace, place.monitor, kept.id).id == kept.id
    for who in (place.buyer, place.organization):
        with pytest.raises(NotHereError):
            upload(place.workspace, who, kept.id)
        assert uploads(place.workspace, who).rows == ()


HALF = """
import os, signal, sys
from pathlib import Path
from premium.workspace import open_workspace
from premium.workspace.people import Who
from premium.workspace.tables import Role
from premium.workspace import uploads
workspace = open_workspace(Path(sys.argv[1]))
if sys.argv[2] == "renamed":
    from premium.workspace.arriving import Arriving
    Arriving.release = lambda self: os.kill(os.getpid(), signal.SIGKILL)
    from sqlalchemy.orm import Session
    take = Arriving.take
    def taken(self, place):
        take(self, place)
        os.kill(os.getpid(), signal.SIGKILL)
    Arriving.take = taken
receiving = uploads.Receiving(workspace, Who(sys.argv[3], "monitor", Role.MONITOR, None, "en"), "half.csv")
receiving.write(b"half")
if sys.argv[2] == "renamed":
    receiving.finish()
print("arriving", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("moment", ["arriving", "renamed"])
def test_what_a_killed_process_was_receiving_is_swept_and_what_arrives_stays(tmp_path: Path, moment: str) -> None:
    place = a_place(tmp_path / "workspace")
    kept = place.upload("whole")
    command = [sys.executable, "-c", HALF, str(place.workspace.path), moment, place.monitor.id]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        if moment == "arriving":
            sweep_uploads(place.workspace)
            assert len(lying(place)) == 2, "a living process holds what it receives"
            process.kill()
        assert process.wait(timeout=60) == -signal.SIGKILL
    assert len(lying(place)) == 2
    sweep_uploads(place.workspace)
    assert lying(place) == [kept.id]
    place.workspace.close()


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("week 48.csv", "week 48.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\nómina.xlsx", "nómina.xlsx"),
        ("a\x00b\r\nc\u202etxt.csv", "a b c txt.csv"),
        (".htaccess", "htaccess"),
        ("..", "file"),
        ("", "file"),
        ("\ud800.csv", "csv"),
        ("x" * 500 + ".csv", "x" * 120 + ".csv"),
        ("ñ" * 100 + ".parquet", "ñ" * 60 + ".parquet"),
        ("a." + "y" * 300, ("a." + "y" * 300)[:120]),
    ],
)
def test_a_name_says_no_path_and_nothing_that_is_not_seen(given: str, name: str) -> None:
    assert safe_name(given) == name
    assert len(safe_name(given).encode()) <= 136
