#!/usr/bin/env python3
"""Measures migrate beside each database's own client, in one run, and prints a table of ratios.

    cargo build --release && python3 benches/run.py [name…]

Needs sqlite3, psql, pg_dump and a PostgreSQL server's programs (Debian: postgresql, sqlite3). It starts a server of its
own on a socket in a temporary folder and stops it at the end. Every figure is the median of several runs, each pair of
commands in turn, so that what the machine does besides meets both. Times are seconds of the wall clock.
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = pathlib.Path(os.environ.get("MIGRATE_BINARY", ROOT / "target/release/migrate"))
RUNS = int(os.environ.get("MIGRATE_BENCH_RUNS", "5"))
TABLES = 1000
REVISIONS = 1000


def run(command, cwd=None, env=None, check=True, stdin=None):
    """Seconds and peak memory (MiB) of one run."""
    before = time.perf_counter()
    child = subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdin=stdin or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    took = time.perf_counter() - before
    if check and child.returncode != 0:
        sys.exit(f"{command} exited {child.returncode}:\n{output.decode(errors='replace')[-2000:]}")
    return took, usage.ru_maxrss / 1024


class Row:
    rows = []

    def __init__(self, what, ours, theirs=None, before=None, runs=RUNS):
        """`ours`, `theirs`: functions that run once and answer run()'s pair; `before` prepares each run."""
        pairs = []
        for _ in range(runs):
            if before:
                before()
            mine = ours()
            if before and theirs:
                before()
            pairs.append((mine, theirs() if theirs else None))
        self.what = what
        self.ours = statistics.median(pair[0][0] for pair in pairs)
        self.memory = max(pair[0][1] for pair in pairs)
        self.theirs = statistics.median(pair[1][0] for pair in pairs) if theirs else None
        self.ratio = statistics.median(p[0][0] / p[1][0] for p in pairs) if theirs else None
        print(self, flush=True)
        Row.rows.append(self)

    def __str__(self):
        theirs = f"{self.theirs:.3f}" if self.theirs else "-"
        ratio = f"{self.ratio:.2f}" if self.ratio else "-"
        return f"| {self.what} | {self.ours:.4f} | {theirs} | {ratio} | {self.memory:.0f} |"


class Postgres:
    """A server of the run's own."""

    def __init__(self, folder):
        programs = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
        self.bin = programs[-1] if programs else pathlib.Path(shutil.which("initdb")).parent
        self.folder = folder
        self.prefix = []
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
            self.prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        self.call("initdb", "-A", "trust", "--no-sync", "--no-locale", "-E", "UTF8", "-U", "postgres", "-D", folder / "data")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        self.call("pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start")
        self.env = dict(os.environ, PGHOST=str(folder), PGUSER="postgres")

    def call(self, program, *arguments):
        command = self.prefix + [str(self.bin / program), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)

    def stop(self):
        self.call("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")

    def url(self, name):
        return f"postgres://postgres@/{name}?host={self.folder}"

    def fresh(self, name):
        for statement in (f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"'):
            self.psql("postgres", "-c", statement)

    def psql(self, database, *arguments):
        return run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, *arguments], env=self.env)


def project(folder, url, schema=None):
    (folder / "migrations/versions").mkdir(parents=True)
    (folder / "migrate.toml").write_text(
        f'[database]\nurl = "{url}"\n\n[schema]\nsource = "{schema or "schema.toml"}"\n\n[migrations]\ndir = "migrations"\n'
    )
    shutil.copy(ROOT / "templates/script.sql.tera", folder / "migrations/script.sql.tera")
    return folder


def migrate(folder, *arguments, check=True):
    return run([BINARY, *arguments], cwd=folder, check=check, env=dict(os.environ, HOME=str(folder)))


def revisions(folder, count):
    """A chain of one-table revisions, and the same statements with the same commits for the client."""
    client = []
    for n in range(count):
        sql = f"CREATE TABLE t{n} (id integer PRIMARY KEY, name varchar(50) NOT NULL, amount integer)"
        index = f"CREATE INDEX ix_t{n} ON t{n} (name)"
        down = f"{n - 1:012x}" if n else ""
        (folder / f"migrations/versions/{n:012x}_t{n}.sql").write_text(
            f"-- revision: {n:012x}\n-- down_revision: {down}\n-- created: 2026-01-01T00:00:00Z\n-- message: t{n}\n\n"
            f"-- migrate:upgrade\n{sql};\n\n{index};\n\n-- migrate:downgrade\nDROP TABLE t{n};\n"
        )
        client.append(f"BEGIN;\n{sql};\n{index};\nCOMMIT;\n")
    (folder / "client.sql").write_text("".join(client))


def ddl(count, changed=0):
    """1,000 tables: 10 columns, 2 indexes, a foreign key and a check each; `changed` of them have a column more."""
    out = []
    for n in range(count):
        more = ",\n  extra text" if n < changed else ""
        out.append(
            f"CREATE TABLE t{n} (\n  id integer NOT NULL,\n  parent_id integer,\n  name varchar(100) NOT NULL,\n"
            f"  code varchar(20) NOT NULL,\n  amount integer NOT NULL,\n  price numeric(10,2) DEFAULT 0 NOT NULL,\n"
            f"  active boolean NOT NULL,\n  note text,\n  made timestamp NOT NULL,\n  rank integer{more},\n"
            f"  CONSTRAINT pk_t{n} PRIMARY KEY (id),\n  CONSTRAINT ck_t{n}_amount CHECK (amount >= 0),\n"
            f"  CONSTRAINT fk_t{n}_parent FOREIGN KEY (parent_id) REFERENCES t{max(n - 1, 0)} (id)\n);\n"
            f"CREATE INDEX ix_t{n}_name ON t{n} (name);\nCREATE INDEX ix_t{n}_code ON t{n} (code, rank);\n"
        )
    return "".join(out)


def toml(count, changed=0):
    """The same as a schema file, as a person would write it."""
    out = []
    for n in range(count):
        more = 'extra = "text?"\n' if n < changed else ""
        out.append(
            f'[table.t{n}]\nprimary_key = {{ name = "pk_t{n}", columns = ["id"] }}\n\n[table.t{n}.columns]\n'
            f'id = "integer"\nparent_id = "integer?"\nname = "varchar(100)"\ncode = "varchar(20)"\namount = "integer"\n'
            f'price = {{ type = "numeric(10,2)", default = 0 }}\nactive = "boolean"\nnote = "text?"\n'
            f'made = "timestamp"\nrank = "integer?"\n{more}\n[table.t{n}.indexes]\nix_t{n}_name = ["name"]\n'
            f'ix_t{n}_code = ["code", "rank"]\n\n[table.t{n}.checks]\nck_t{n}_amount = "amount >= 0"\n\n'
            f"[table.t{n}.foreign_keys]\nfk_t{n}_parent = {{ columns = [\"parent_id\"], references = "
            f'{{ table = "t{max(n - 1, 0)}", columns = ["id"] }} }}\n\n'
        )
    return "".join(out)


def start_up(place, server):
    folder = project(place / "start", "sqlite://app.db")
    revisions(folder, 3)
    migrate(folder, "upgrade", "head")
    Row("`--version`", lambda: migrate(folder, "--version"), lambda: run(["sqlite3", "--version"]), runs=20)
    query = ["sqlite3", str(folder / "app.db"), "select * from migrate_version"]
    Row("`current`, SQLite", lambda: migrate(folder, "current"), lambda: run(query), runs=20)


def upgrade(place, server):
    folder = project(place / "up_sqlite", "sqlite://app.db")
    revisions(folder, REVISIONS)

    def no_file():
        for name in ("app.db", "client.db"):
            (folder / name).unlink(missing_ok=True)

    def client():
        with open(folder / "client.sql") as script:
            return run(["sqlite3", str(folder / "client.db")], stdin=script)

    Row(f"`upgrade head`, {REVISIONS} revisions, SQLite", lambda: migrate(folder, "upgrade", "head"), client, no_file)
    folder = project(place / "up_pg", server.url("up"))
    revisions(folder, REVISIONS)
    Row(
        f"`upgrade head`, {REVISIONS} revisions, PostgreSQL",
        lambda: migrate(folder, "upgrade", "head"),
        lambda: server.psql("up", "-f", str(folder / "client.sql")),
        lambda: server.fresh("up"),
    )


def check(place, server):
    script = place / "tables.sql"
    script.write_text(ddl(TABLES))
    database = place / "tables.db"
    with open(script) as text:
        run(["sqlite3", str(database)], stdin=text)
    dump = lambda: run(["sqlite3", str(database), ".schema"])
    for schema, text in (("schema.toml", toml(TABLES)), ("schema.sql", ddl(TABLES))):
        folder = project(place / f"check_sqlite_{schema[7:]}", f"sqlite://{database}", schema)
        (folder / schema).write_text(text)
        if schema == "schema.sql":
            migrate(folder, "check")
        Row(f"`check`, {TABLES} tables, {schema}, SQLite", lambda: migrate(folder, "check"), dump)
    server.fresh("tables")
    server.psql("tables", "-f", str(script))
    dump = lambda: run(["pg_dump", "--schema-only", "-d", "tables"], env=server.env)
    for schema, text in (("schema.toml", toml(TABLES)), ("schema.sql", ddl(TABLES))):
        folder = project(place / f"check_pg_{schema[7:]}", server.url("tables"), schema)
        (folder / schema).write_text(text)
        if schema == "schema.sql":
            migrate(folder, "check")
        Row(f"`check`, {TABLES} tables, {schema}, PostgreSQL", lambda: migrate(folder, "check"), dump)


def autogenerate(place, server):
    server.fresh("auto")
    script = place / "auto.sql"
    script.write_text(ddl(TABLES))
    server.psql("auto", "-f", str(script))
    folder = project(place / "auto", server.url("auto"))
    (folder / "schema.toml").write_text(toml(TABLES, changed=10))

    def no_script():
        for path in (folder / "migrations/versions").glob("*.sql"):
            path.unlink()
        shutil.rmtree(folder / ".cache", ignore_errors=True)

    Row(
        f"`revision --autogenerate`, 10 of {TABLES} tables differ, PostgreSQL",
        lambda: migrate(folder, "revision", "--autogenerate", "-m", "more"),
        lambda: run(["pg_dump", "--schema-only", "-d", "auto"], env=server.env),
        no_script,
    )


BENCHES = [start_up, upgrade, check, autogenerate]


def main(benches, head):
    """Runs the benches that are named on the command line, or all, on a PostgreSQL of the run's own; `head` begins the table."""
    wanted = sys.argv[1:]
    if not BINARY.exists():
        sys.exit(f"{BINARY} is not there: cargo build --release")
    with tempfile.TemporaryDirectory(prefix="mb") as name:
        place = pathlib.Path(name)
        place.chmod(0o755)
        (place / "pg").mkdir()
        server = Postgres(place / "pg")
        try:
            print(f"{head}\n{'|---' * (head.count('|') - 1)}|")
            for bench in benches:
                if not wanted or bench.__name__ in wanted:
                    bench(place, server)
        finally:
            server.stop()


if __name__ == "__main__":
    main(BENCHES, "| what | migrate, s | its own client, s | ratio | peak memory, MiB |")
