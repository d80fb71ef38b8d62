#!/usr/bin/env python3
"""Lets a crowd loose on one database, kills some of it, and sees that nothing is lost.

    cargo build --release && python3 benches/crowd.py [--seconds 300] [--processes 16] [--seed 1]
        [sqlite] [postgres] [mariadb] [mysql]

Needs sqlite3, and for the servers what benches/run.py and benches/mariadb.py need (MySQL: `sh tests/servers.sh`): each runs on
a server of its own. Every worker has a copy of one project, as the machines of a team have, and calls `upgrade`,
`downgrade -1`, `check`, `current`, `test` and `revision --autogenerate` in turn, as its seed says; one call of twelve is killed
(SIGKILL) on its way. A finding, and exit status 1, is: a call that does not end; a panic; a refusal other than those that a
person must expect here; a version table that is no beginning of the chain; a script that was said to be written and is not
whole; at the end, rows that are not there once each, a schema that differs, a temporary database that was left.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from mariadb import MariaDb, MySql
from run import BINARY, Postgres

LENGTH = 12
# How long a call may take, in seconds: a hang is one that takes longer, with sixteen others beside it.
PATIENCE = 120
# What another run's work makes of a call: the database is not at head (any more), a revision was cut off in the other
# direction or is not there any more, there is no revision ahead.
EXPECTED = {"not-at-head", "under-way", "changed-meanwhile", "step-too-far", "being-changed"}
CALLS = [
    ["upgrade", "head"],
    ["upgrade", "head"],
    ["upgrade", "+1"],
    ["downgrade", "-1"],
    ["check"],
    ["current"],
    ["test"],
    ["revision", "--autogenerate", "-m", "one more"],
]


class Sqlite:
    name = "sqlite"

    def __init__(self, folder):
        self.file = folder / "crowd.db"

    def url(self):
        return f"sqlite://{self.file}"

    def rows(self, sql):
        return subprocess.run(["sqlite3", self.file, sql], check=True, capture_output=True, text=True).stdout.split()

    def databases(self):
        return []

    def stop(self):
        pass


class OnPostgres:
    name = "postgres"

    def __init__(self, folder):
        self.server = Postgres(folder)
        self.server.fresh("crowd")

    def url(self):
        return self.server.url("crowd")

    def rows(self, sql):
        command = ["psql", "-X", "-q", "-t", "-A", "-d", "crowd", "-c", sql]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=self.server.env).stdout.split()

    def databases(self):
        return self.rows("SELECT datname FROM pg_database WHERE datname NOT IN ('crowd', 'postgres', 'template0', 'template1')")

    def stop(self):
        self.server.stop()


class OnMariaDb:
    name, kind = "mariadb", MariaDb

    def __init__(self, folder):
        self.server = self.kind(folder)
        self.server.load("crowd", "")

    def url(self):
        return f"{self.name}://root@localhost/crowd?socket={self.server.socket}"

    def rows(self, sql):
        command = [*self.server.client, "-N", "-B", "crowd", "-e", sql]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()

    def databases(self):
        own = {"crowd", "information_schema", "mysql", "performance_schema", "sys", "test"}
        return [name for name in self.rows("SHOW DATABASES") if name not in own]

    def stop(self):
        self.server.stop()


class OnMySql(OnMariaDb):
    name, kind = "mysql", MySql


def revision(number):
    return f"r{number:02}"


def write_project(folder, url, extra):
    """A project; its schema has one table more than its chain where `extra` is set."""
    (folder / "migrations/versions").mkdir(parents=True)
    (folder / "migrate.toml").write_text(
        f'[database]\nurl = "{url}"\n\n[schema]\nsource = "schema.toml"\n\n[migrations]\ndir = "migrations"\n'
    )
    shutil.copy(pathlib.Path(__file__).resolve().parent.parent / "templates/script.sql.tera", folder / "migrations")
    schema = []
    for number in range(LENGTH):
        table = f"t{number}"
        down = revision(number - 1) if number else ""
        (folder / f"migrations/versions/{revision(number)}.sql").write_text(
            f"-- revision: {revision(number)}\n-- down_revision: {down}\n-- created: 2026-01-01T00:00:00Z\n-- message: {table}\n\n"
            f"-- migrate:upgrade\nCREATE TABLE {table} (id integer NOT NULL, name varchar(20));\n\n"
            f"CREATE INDEX ix_{table}_name ON {table} (name);\n\nINSERT INTO {table} VALUES (1, 'one');\n\n"
            f"-- migrate:downgrade\nDROP TABLE {table};\n"
        )
        schema.append(
            f'[table.{table}.columns]\nid = "integer"\nname = "varchar(20)?"\n\n'
            f'[table.{table}.indexes]\nix_{table}_name = {{ columns = ["name"] }}\n'
        )
    if extra:
        schema.append('[table.extra.columns]\nid = "integer"\n')
    (folder / "schema.toml").write_text("\n".join(schema))


class Crowd:
    def __init__(self, place, database, seconds):
        self.place, self.database, self.end = place, database, time.monotonic() + seconds
        self.findings, self.counts, self.lock = [], collections.Counter(), threading.Lock()

    def finding(self, text):
        with self.lock:
            self.findings.append(text)
            print(f"{self.database.name}: {text}", flush=True)

    def call(self, folder, arguments, kill_after=None):
        """Runs one call and judges how it ended; its result where it was not killed."""
        # Every run has a process group of its own, and no terminal.
        child = subprocess.Popen(
            [BINARY, *arguments, "--format", "json"],
            cwd=folder,
            env=dict(os.environ, XDG_CACHE_HOME=str(folder / "cache")),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        words = " ".join(arguments[:2])
        try:
            stdout, stderr = child.communicate(timeout=kill_after or PATIENCE)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.communicate()
            if kill_after is None:
                self.finding(f"`{words}` did not end in {PATIENCE} seconds")
            with self.lock:
                self.counts["killed"] += 1
            return None
        try:
            document = json.loads(stdout)
        except ValueError:
            return self.finding(f"`{words}` ended with {child.returncode} and printed: {stdout[-300:]} {stderr[-700:]}")
        code = document.get("error", {}).get("code") if isinstance(document, dict) else None
        with self.lock:
            self.counts[f"{words}: {code or child.returncode}"] += 1
        if code and code not in EXPECTED:
            self.finding(f"`{words}` was refused: {json.dumps(document['error'])[:900]}")
        return document

    def legal(self):
        """The version table is a beginning of the chain, whole or without its last statements."""
        try:
            applied = sorted(self.database.rows("SELECT revision FROM migrate_version"))
        except subprocess.CalledProcessError:
            return  # Not made yet, or SQLite's writer has the file.
        if applied != [revision(number) for number in range(len(applied))]:
            self.finding(f"the version table says {applied}")

    def work(self, number, seed):
        choice = random.Random(f"{seed} {number}")
        folder = self.place / f"worker{number}"
        write_project(folder, self.database.url(), extra=number % 2 == 0)
        versions = folder / "migrations/versions"
        while time.monotonic() < self.end:
            arguments = choice.choice(CALLS)
            killed = choice.random() < 1 / 12
            document = self.call(folder, arguments, choice.uniform(0.01, 0.4) if killed else None)
            if arguments[0] == "current":
                self.legal()
            if arguments[0] == "test" and number % 2 and isinstance(document, dict) and not document.get("passed", True):
                self.finding(f"`test` failed: {json.dumps(document)[:900]}")
            if arguments[0] == "revision":
                new = [path for path in versions.iterdir() if not path.name.startswith("r")]
                said = isinstance(document, dict) and document.get("path")
                if said and not (folder / said).is_file():
                    self.finding(f"{said} was said to be written, and is not there")
                for path in new:
                    text = path.read_text()
                    if path.suffix == ".sql" and "-- migrate:downgrade" not in text:
                        self.finding(f"{path.name} is not whole: {text[:300]!r}")
                    # The database is at head whenever a script is written: then one table is missing, or none.
                    if number % 2 or text.count("CREATE TABLE") > 1:
                        self.finding(f"{path.name} was compared with a database on its way: {text[:900]!r}")
                    path.unlink()

    def judge(self):
        folder = self.place / "last"
        write_project(folder, self.database.url(), extra=False)
        # A downgrade that was killed is finished first, as the refusal says.
        last = self.call(folder, ["upgrade", "head"])
        if isinstance(last, dict) and last.get("error", {}).get("code") == "under-way":
            self.call(folder, ["downgrade", "base"])
            self.call(folder, ["upgrade", "head"])
        self.legal()
        for number in range(LENGTH):
            rows = self.database.rows(f"SELECT count(*) FROM t{number}")
            if rows != ["1"]:
                self.finding(f"t{number} has {rows} rows")
        checked = self.call(folder, ["check"])
        if not isinstance(checked, dict) or checked.get("error") or checked.get("differences"):
            self.finding(f"`check` at the end: {json.dumps(checked)[:900]}")
        # What was killed last is taken for a leftover when it is a minute old.
        time.sleep(61)
        self.call(folder, ["test"])
        if left := self.database.databases():
            self.finding(f"left on the server: {left}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=float, default=300)
    arguments.add_argument("--processes", type=int, default=16)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("databases", nargs="*", default=["sqlite", "postgres", "mariadb", "mysql"])
    given = arguments.parse_args()
    if not BINARY.exists():
        sys.exit(f"{BINARY} is not there: cargo build --release")
    found = 0
    for kind in (Sqlite, OnPostgres, OnMariaDb, OnMySql):
        if kind.name not in given.databases:
            continue
        with tempfile.TemporaryDirectory(prefix="crowd") as name:
            place = pathlib.Path(name)
            place.chmod(0o755)
            (place / "server").mkdir()
            database = kind(place / "server")
            try:
                crowd = Crowd(place, database, given.seconds)
                workers = [
                    threading.Thread(target=crowd.work, args=(number, given.seed)) for number in range(given.processes)
                ]
                for worker in workers:
                    worker.start()
                for worker in workers:
                    worker.join()
                crowd.judge()
                found += len(crowd.findings)
                for what, count in sorted(crowd.counts.items()):
                    print(f"{database.name}: {count:6} {what}")
                print(f"{database.name}: {len(crowd.findings)} findings", flush=True)
            finally:
                database.stop()
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
