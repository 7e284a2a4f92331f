"""Where a run on Spark keeps its tables while it lasts: Parquet in a place that the driver and all workers reach.

A table that lies in files is cut off from what it was made of: a worker that dies costs its own work and no more, and
what many later steps read is made once.
"""

from __future__ import annotations

import secrets
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from premium.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Stage(Protocol):
    """A place for a run's tables, gone with the run."""

    def place(self, name: str) -> str:
        """Return where Spark is to write table `name`."""
        ...

    def give(self, name: str, path: Path) -> str:
        """Return where Spark can read a file that lies here, after bringing it there if need be."""
        ...

    def parts(self, name: str) -> list[Path]:
        """Return the files of table `name`, where this process can read them."""
        ...

    def drop(self, name: str) -> None:
        """Take the files of table `name` away."""

    def remove(self) -> None:
        """Take everything away."""


def stage_at(uri: str | None, spill: Path) -> Stage:
    """Return the stage at a URI, or beside the run where none is given.

    Raises:
        EngineError: it cannot be reached.
    """
    return BesideTheRun(spill.resolve()) if uri is None else Far(uri, spill)


class BesideTheRun:
    """A folder inside the unfinished run: right where Spark sees this machine's disk or a shared one."""

    def __init__(self, spill: Path) -> None:
        """Keep the tables below `spill`."""
        self._folder = spill / "stage"

    def place(self, name: str) -> str:
        """Return the folder of a table."""
        return f"file://{self._folder / name}"

    def give(self, name: str, path: Path) -> str:  # noqa: ARG002 - it stays where it is
        """Return the file itself."""
        return f"file://{path.resolve()}"

    def parts(self, name: str) -> list[Path]:
        """Return the files that Spark wrote."""
        return sorted((self._folder / name).glob("*.parquet"))

    def drop(self, name: str) -> None:
        """Take a table's folder away."""
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def remove(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self._folder, ignore_errors=True)


class Far:
    """A folder of its own below a URI that Spark and pyarrow both know (hdfs, s3, gs, abfs, file)."""

    def __init__(self, uri: str, spill: Path) -> None:
        """Make the folder.

        Raises:
            EngineError: the place is unknown or says no.
        """
        own = f"premium-{secrets.token_hex(8)}"
        self._uri = f"{uri.rstrip('/')}/{own}"
        self._here = spill / "brought"
        with _reached(uri):
            if "%" in uri:  # pyarrow would read an escape, and Spark a percent sign
                raise ValueError("its name needs escapes")
            self._files, root = _filesystem(uri)
            self._root = f"{root.rstrip('/')}/{own}"
            self._files.create_dir(self._root, recursive=True)

    def place(self, name: str) -> str:
        """Return the place of a table."""
        return f"{self._uri}/{name}"

    def give(self, name: str, path: Path) -> str:
        """Copy the file to where Spark reads it."""
        with _reached(self._uri), path.open("rb") as given, self._files.open_output_stream(self._of(name)) as taken:
            shutil.copyfileobj(given, taken, 1 << 20)
        return f"{self._uri}/{name}.parquet"

    def parts(self, name: str) -> list[Path]:
        """Bring a table's files here, once."""
        folder = self._here / name
        if not folder.is_dir():
            folder.mkdir(parents=True)
            with _reached(self._uri):
                for info in self._files.get_file_info(_selector(f"{self._root}/{name}")):
                    if info.base_name.endswith(".parquet"):
                        with (
                            self._files.open_input_stream(info.path) as given,
                            (folder / info.base_name).open("wb") as taken,
                        ):
                            shutil.copyfileobj(given, taken, 1 << 20)
        return sorted(folder.glob("*.parquet"))

    def drop(self, name: str) -> None:
        """Take a table's folder away, there and here."""
        shutil.rmtree(self._here / name, ignore_errors=True)
        with _reached(self._uri):
            self._files.delete_dir(f"{self._root}/{name}")

    def remove(self) -> None:
        """Take away what is there and what was brought here."""
        shutil.rmtree(self._here, ignore_errors=True)
        with _reached(self._uri):
            self._files.delete_dir(self._root)

    def _of(self, name: str) -> str:
        return f"{self._root}/{name}.parquet"


def _filesystem(uri: str) -> tuple[Any, str]:
    """Return pyarrow's filesystem of a URI and the path in it; Spark says s3a where others say s3."""
    from pyarrow.fs import FileSystem  # noqa: PLC0415 - only a far stage needs it

    files, path = FileSystem.from_uri(uri.replace("s3a://", "s3://", 1))
    return files, path


def _selector(path: str) -> Any:  # noqa: ANN401 - pyarrow has no types
    from pyarrow.fs import FileSelector  # noqa: PLC0415 - only a far stage needs it

    return FileSelector(path)


@contextmanager
def _reached(uri: str) -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise EngineError("--stage needs pyarrow", hint='pip install "premium[spark]" brings it') from error
    except (OSError, ValueError) as error:
        raise EngineError(
            f"the stage at {uri} cannot be used: {str(error).partition(chr(10))[0]}",
            hint="--stage is a folder's URI, such as file:///shared/premium or hdfs://name/premium, that all can write",
        ) from error
