"""A cluster on this machine, of what pyspark's own wheel brings: a master, two workers, or a Connect server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 120.0
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A master's place, and its workers, each with its executors in a process group of its own."""

    master: str
    workers: list[subprocess.Popen[bytes]]

    def kill_one(self) -> None:
        """Kill a worker and all that it started, at once."""
        worker = self.workers.pop()
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


@contextmanager
def cluster(place: Path, workers: int = 2, memory: str = "1g") -> Iterator[Cluster]:
    """Start a standalone master and workers of one core each, with their files below `place`."""
    port, page = free_port(), free_port()
    master = [
        "org.apache.spark.deploy.master.Master",
        "--host", LOOPBACK, "--port", str(port), "--webui-port", str(page),
    ]  # fmt: skip
    url = f"spark://{LOOPBACK}:{port}"
    worker = ["org.apache.spark.deploy.worker.Worker", "--host", LOOPBACK, "--cores", "1", "--memory", memory]
    with _started(place, "master", master):
        wait_for(port)
        with _all_started(place, [[*worker, "--webui-port", str(free_port()), url] for _ in range(workers)]) as started:
            yield Cluster(url, started)


@contextmanager
def connect_server(place: Path) -> Iterator[str]:
    """Start a Spark Connect server that runs on two threads of its own, and give its place."""
    port = free_port()
    command = [
        "org.apache.spark.deploy.SparkSubmit", "--master", "local[2]", "--driver-memory", "1g",
        "--conf", f"spark.connect.grpc.binding.port={port}", "--conf", f"spark.connect.grpc.binding.address={LOOPBACK}",
        "--conf", "spark.ui.enabled=false", "--conf", f"spark.local.dir={place}",
        "--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal",
    ]  # fmt: skip
    with _started(place, "connect", command, "1g"):
        wait_for(port)
        yield f"sc://{LOOPBACK}:{port}"


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        return int(taken.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    last = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
        except OSError:
            assert time.monotonic() < last, f"nobody listens on port {port}"
            time.sleep(0.2)
        else:
            return


@contextmanager
def _all_started(place: Path, commands: list[list[str]]) -> Iterator[list[subprocess.Popen[bytes]]]:
    if not commands:
        yield []
        return
    with _started(place, f"worker-{len(commands)}", commands[0]) as first, _all_started(place, commands[1:]) as others:
        yield [first, *others]


@contextmanager
def _started(place: Path, name: str, command: list[str], memory: str = "256m") -> Iterator[subprocess.Popen[bytes]]:
    found = find_spec("pyspark")
    assert found is not None
    spark_class = Path(str(found.origin)).parent / "bin" / "spark-class"
    home = {"SPARK_HOME": str(spark_class.parents[1]), "SPARK_DAEMON_MEMORY": memory, "SPARK_LOCAL_IP": LOOPBACK}
    work = {"SPARK_WORKER_DIR": str(place / name), "SPARK_LOCAL_DIRS": str(place / f"{name}-local")}
    with (place / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [str(spark_class), *command], env=os.environ | home | work, stdout=log, stderr=log,
            stdin=subprocess.DEVNULL, cwd=place, start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
