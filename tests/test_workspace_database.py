"""The database of a workspace: its migrations give its tables, and many may write to it at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select

from premium.errors import WorkspaceError
from premium.workspace import database, open_workspace
from premium.workspace.database import connect, upgrade
from premium.workspace.jobs import ask, cancel, jobs
from premium.workspace.moving import move
from premium.workspace.tables import Deed, Job, Table
from premium.workspace.uploads import receive, uploads
from workspaces import a_database, a_place

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from workspaces import Place

THREADS, EACH = 8, 12


def test_the_migrations_give_exactly_the_tables_that_the_code_knows(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_a_database_that_is_up_to_date_is_left_alone(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one() == "0004"


def test_what_checks_told_before_is_not_kept_either(place: Place) -> None:
    told = {"state": "taken", "short_workers": 3, "set_aside": [{"reason": "missing"}]}
    with place.workspace.writing() as session:
        for kind in ("check", "guess"):
            session.add(Job(id=kind, kind=kind, state="done", asked={}, told=told, user_id=place.grower.id))
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
    upgrade(place.workspace.database)
    with place.workspace.reading() as session:
        assert session.get_one(Job, "check").told == {"state": "taken"}
        assert session.get_one(Job, "guess").told == told


def test_databases_opened_at_once_are_brought_up_to_date_once(engine: Engine) -> None:
    with engine.begin() as connection:
        Table.metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
    with ThreadPoolExecutor(4) as many:
        list(many.map(lambda _: upgrade(engine), range(4)))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_many_threads_write_and_none_is_turned_away(place: Place) -> None:
    def one(thread: int) -> None:
        for n in range(EACH):
            upload = receive(place.workspace, place.monitor, f"{thread}.csv", [f"a{thread},{n}\n".encode()]).upload
            asked = ask(place.workspace, place.monitor, "ingest", {"upload": upload.id})
            if n % 2:
                cancel(place.workspace, place.monitor, asked.id)

    with ThreadPoolExecutor(THREADS) as many:
        list(many.map(one, range(THREADS)))
    with place.workspace.reading() as session:
        moments = list(session.scalars(select(Job.created_at)))
        deeds = dict(session.execute(select(Deed.what, func.count()).group_by(Deed.what)).all())
    assert len(moments) == len(set(moments)) == THREADS * EACH, "each has its own place in the row"
    assert (deeds["received"], deeds["asked_ingest"], deeds["cancelled"]) == (96, 96, 48)


def test_pages_give_every_row_once_the_newest_first_also_of_one_moment(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "now", lambda: 1_000)
    sent = [place.upload(f"a,{n}\n").id for n in range(7)]
    asked = [place.ask("ingest", upload=upload).id for upload in sent]
    seen, before = [], None
    while True:
        page = jobs(place.workspace, place.monitor, before=before, most=3)
        seen += [job.id for job in page.rows]
        if (before := page.before) is None:
            break
    assert seen == asked[::-1]
    received = uploads(place.workspace, place.monitor, most=7)
    assert ([upload.id for upload in received.rows], received.before) == (sent[::-1], None)


def test_a_workspace_is_moved_from_sqlite_to_postgresql_with_every_row(postgres: str, tmp_path: Path) -> None:
    here = a_place(tmp_path / "workspace")
    here.bring_in("a,b\n1,2\n")
    here.bring_in("a,b\n3,4\n")
    address = a_database(postgres)
    there = connect(address)
    moved = move(here.workspace.database, there)
    assert (moved["users"], moved["uploads"], moved["jobs"]) == (4, 2, 2)
    here.workspace.close()
    opened = open_workspace(here.workspace.path, database=address)
    assert [job.told for job in jobs(opened, here.monitor).rows] == [
        job.told for job in jobs(here.workspace, here.monitor).rows
    ]
    receive(opened, here.monitor, "new.csv", [b"new"])
    with pytest.raises(WorkspaceError, match="has identity already"):
        move(here.workspace.database, there)
    for engine in (there, opened.database, here.workspace.database):
        engine.dispose()


def test_a_folder_is_not_opened_with_a_database_that_knows_nothing_of_it(place: Place, tmp_path: Path) -> None:
    place.upload("a,b\n")
    place.workspace.close()
    if place.database is None:
        (place.workspace.path / "premium.sqlite").rename(tmp_path / "elsewhere.sqlite")
    other = f"sqlite:///{tmp_path / 'other.sqlite'}"
    with pytest.raises(WorkspaceError, match="holds uploads or runs that it would know of"):
        open_workspace(place.workspace.path, database=None if place.database is None else other)
    a_place(tmp_path / "another").workspace.close()
    with pytest.raises(WorkspaceError, match="of another workspace"):
        open_workspace(place.workspace.path, database=f"sqlite:///{tmp_path / 'another' / 'premium.sqlite'}")
    assert len(list((place.workspace.path / "received").iterdir())) == 1
