#!/usr/bin/env python3
"""Measures the commands that read a long chain beside Alembic, in one run: 5,000 revisions with branches and merges.

    cargo build --release && python3 benches/alembic.py

Alembic and SQLAlchemy are installed by pip into an environment below target/. Both work on SQLite databases that are at
head. Every figure is the median of several runs, each pair of commands in turn; seconds of the wall clock.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import venv

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from run import BINARY, ROOT, Row, project, run  # noqa: E402

REVISIONS = 5000
ENV_PY = """
from alembic import context
from sqlalchemy import create_engine

with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""


def alembic():
    """The program, installed where it is not there yet."""
    place = ROOT / "target/alembic"
    program = place / "bin/alembic"
    if not program.exists():
        venv.create(place, with_pip=True)
        subprocess.run([place / "bin/pip", "install", "--quiet", "alembic>=1.13,<2", "sqlalchemy>=2,<3"], check=True)
    return program


def chain():
    """Ids with their parents: a line that forks and joins again every hundred revisions."""
    revisions = []
    for n in range(REVISIONS):
        parents = [f"{n - 1:012x}"] if n else []
        if n % 100 == 60:
            parents.append(f"{n - 10 + 0x100000:012x}")
        revisions.append((f"{n:012x}", parents))
        if n % 100 == 50:
            revisions.append((f"{n + 0x100000:012x}", [f"{n - 5:012x}"]))
    return revisions


def main():
    if not BINARY.exists():
        sys.exit(f"{BINARY} is not there: cargo build --release")
    theirs = alembic()
    with tempfile.TemporaryDirectory(prefix="ma") as name:
        place = pathlib.Path(name)
        ours = project(place / "migrate", "sqlite://app.db")
        (ours / "schema.toml").write_text("")
        other = place / "alembic"
        (other / "versions").mkdir(parents=True)
        (other / "env.py").write_text(ENV_PY)
        (other / "alembic.ini").write_text(
            f"[alembic]\nscript_location = {other}\nsqlalchemy.url = sqlite:///{other}/app.db\n"
        )
        for revision, parents in chain():
            (ours / f"migrations/versions/{revision}.sql").write_text(
                f"-- revision: {revision}\n-- down_revision: {', '.join(parents)}\n-- created: 2026-01-01T00:00:00Z\n"
                f"-- message: r{revision}\n\n-- migrate:upgrade\nSELECT 1;\n\n-- migrate:downgrade\nSELECT 1;\n"
            )
            down = repr(tuple(parents)) if len(parents) > 1 else repr(parents[0] if parents else None)
            (other / f"versions/{revision}.py").write_text(
                f'"""r{revision}"""\n\nrevision = "{revision}"\ndown_revision = {down}\nbranch_labels = None\n'
                f"depends_on = None\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n"
            )
        environment = dict(os.environ, HOME=str(place))

        def of_migrate(*arguments):
            return run([BINARY, *arguments], cwd=ours, env=environment)

        def of_alembic(*arguments):
            return run([theirs, *arguments], cwd=other, env=environment)

        # An empty file for `stamp`: only upgrade and apply make one.
        (ours / "app.db").touch()
        of_migrate("stamp", "heads")
        of_alembic("stamp", "heads")
        print("| what | migrate, s | Alembic, s | ratio | peak memory, MiB |\n|---|---|---|---|---|")
        for arguments in (["heads"], ["history"], ["current"], ["upgrade", "head"]):
            what = f"`{' '.join(arguments)}`, {REVISIONS} revisions"
            Row(what, lambda: of_migrate(*arguments), lambda: of_alembic(*arguments))


if __name__ == "__main__":
    main()
