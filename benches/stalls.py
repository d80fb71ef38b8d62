#!/usr/bin/env python3
"""Measures how long requests to a busy table wait while migrate changes it, and prints a table.

    cargo build --release && python3 benches/stalls.py [--rows 2000000] [--rate 300] [postgres] [mariadb]
    cargo build --release && python3 benches/stalls.py --backfill 20000000 [postgres] [mariadb]

Needs what benches/run.py and benches/mariadb.py need; each database runs on a server of its own. Six clients read and write
single rows of one table at the given rate. Each change is made as a user makes it: the schema file is edited,
`revision --autogenerate` writes the script, `upgrade head` runs it. A line says how long the upgrade took, the longest that
a request waited meanwhile and in the seconds before, and what `lint` says of the script. Then a reader stays idle in
its transaction for twenty seconds, and a column is added behind it.

With `--backfill`, a column of so many rows is counted up in batches; the run is killed (SIGKILL) three times and gone on
with, and each row must have been counted exactly once.
"""

import argparse
import contextlib
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from mariadb import MariaDb
from run import BINARY, ROOT, Postgres

CLIENTS = 6
BASELINE = 5
IDLE = 20


class OnPostgres:
    name = "postgres"
    fill = (
        "INSERT INTO customers SELECT g, 'c' || g FROM generate_series(1, 1000) g;"
        "INSERT INTO orders SELECT g, 1 + g % 1000, 'note ' || g, g % 7, g, g, 'new' FROM generate_series(1, {rows}) g;"
        "VACUUM ANALYZE;"
    )

    def __init__(self, folder):
        self.server = Postgres(folder)
        self.server.fresh("stalls")
        self.client = ["psql", "-X", "-q", "-A", "-t", "-d", "stalls"]
        self.env = self.server.env

    def url(self):
        return self.server.url("stalls")


class OnMariaDb:
    name = "mariadb"
    fill = (
        "INSERT INTO customers SELECT seq, concat('c', seq) FROM seq_1_to_1000;"
        "INSERT INTO orders SELECT seq, 1 + seq % 1000, concat('note ', seq), seq % 7, seq, seq, 'new' FROM seq_1_to_{rows};"
        "ANALYZE TABLE orders;"
    )

    def __init__(self, folder):
        self.server = MariaDb(folder)
        self.server.load("stalls", "")
        self.client = [*self.server.client, "-N", "-B", "--unbuffered", "--force", "stalls"]
        self.env = None

    def url(self):
        return f"mariadb://root@localhost/stalls?socket={self.server.socket}"


class Client:
    """A session of the database's own client, which answers one statement at a time."""

    def __init__(self, database):
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            database.client, env=database.env, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True, bufsize=1
        )

    def ask(self, sql):
        self.process.stdin.write(f"{sql}; SELECT 'answered';\n")
        self.process.stdin.flush()
        lines = []
        while (line := self.process.stdout.readline().rstrip("\n")) != "answered":
            if not line and self.process.poll() is not None:
                sys.exit(f"the client ended: {lines}")
            lines.append(line)
        return lines

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Load:
    """Clients that read and write single rows, and note how long each request waited."""

    def __init__(self, database, rows, rate):
        self.waits, self.going, self.lock, self.errors = [], True, threading.Lock(), set()
        arguments = (database, rows, CLIENTS / rate)
        self.threads = [threading.Thread(target=self.work, args=(*arguments, seed)) for seed in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def work(self, database, rows, pause, seed):
        client, choose = Client(database), random.Random(seed)
        requests = [
            "SELECT total FROM orders WHERE id = {}",
            "UPDATE orders SET total = total + 1 WHERE id = {}",
            "SELECT count(*) FROM orders WHERE id BETWEEN {0} AND {0} + 10",
            "UPDATE customers SET name = name WHERE id = 1 + {} % 1000",
        ]
        due = time.perf_counter()
        while self.going:
            sql = choose.choice(requests).format(choose.randrange(1, rows))
            start = time.perf_counter()
            said = client.ask(sql)
            end = time.perf_counter()
            with self.lock:
                self.waits.append((start, end - start))
                self.errors.update(line for line in said if "ERROR" in line)
            due = max(due + pause, end)
            time.sleep(max(0, due - time.perf_counter()))
        client.close()

    def longest(self, start, end):
        """The longest wait, in ms, of a request that was made or answered between two moments."""
        with self.lock:
            return max((1000 * took for at, took in self.waits if at < end and at + took > start), default=0)

    def stop(self):
        self.going = False
        for thread in self.threads:
            thread.join()


SCHEMA = """
[table.customers.columns]
id   = {{ type = "bigint", primary_key = true }}
name = "varchar(50)"

[table.orders.columns]
id          = {{ type = "bigint", primary_key = true }}
customer_id = "bigint"
note        = "varchar(50)"
kind        = "integer?"
number      = "integer"
total       = "bigint"
status      = {{ type = "{status}", default = "new" }}
{columns}
[table.orders.indexes]
{indexes}
[table.orders.checks]
{checks}
"""


class Schema:
    """The schema file, which each change edits."""

    def __init__(self, database):
        self.enum = database.name == "postgres"
        self.values = ["new", "paid"]
        self.columns, self.indexes, self.checks, self.replaced = {}, {}, {}, {}

    def text(self):
        lines = lambda of: "".join(f"{name} = {value}\n" for name, value in of.items())
        status = "order_status" if self.enum else "varchar(10)"
        text = SCHEMA.format(
            status=status, columns=lines(self.columns), indexes=lines(self.indexes), checks=lines(self.checks)
        )
        for old, new in self.replaced.items():
            assert old in text, old
            text = text.replace(old, new)
        enum = f"[enum]\norder_status = {json.dumps(self.values)}\n" if self.enum else ""
        return enum + text


def changes(schema):
    """What is changed, one after the other, and how the schema file says it."""
    uuid = "gen_random_uuid()" if schema.enum else "uuid()"
    columns, indexes, checks, replaced = schema.columns, schema.indexes, schema.checks, schema.replaced
    yield "add a nullable column", lambda: columns.update(extra='"varchar(20)?"')
    yield "add NOT NULL, constant default", lambda: columns.update(flag='{ type = "boolean", default = false }')
    yield (
        "add NOT NULL, volatile default",
        lambda: columns.update(token=f'{{ type = "uuid", default = {{ sql = "{uuid}" }} }}'),
    )
    yield "SET NOT NULL", lambda: replaced.update({'kind        = "integer?"': 'kind        = "integer"'})
    yield "index", lambda: indexes.update(ix_orders_number='["number"]')
    yield "unique index", lambda: indexes.update(uq_orders_number='{ columns = ["number", "id"], unique = true }')
    yield (
        "foreign key to a hot table",
        lambda: replaced.update(
            {'customer_id = "bigint"': 'customer_id = { type = "bigint", references = "customers.id" }'}
        ),
    )
    yield "check", lambda: checks.update(total_positive='"total >= 0"')
    yield "varchar(50) to varchar(200)", lambda: replaced.update({'note        = "varchar(50)"': 'note        = "varchar(200)"'})
    yield "int to bigint", lambda: replaced.update({'number      = "integer"': 'number      = "bigint"'})
    yield "drop a column", lambda: columns.pop("extra")
    yield "drop an index", lambda: indexes.pop("ix_orders_number")
    if schema.enum:
        yield "add an enum value", lambda: schema.values.insert(1, "sent")


def migrate(folder, *arguments, expected=(0,)):
    ran = subprocess.run([BINARY, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if ran.returncode not in expected:
        sys.exit(f"migrate {' '.join(arguments)} exited {ran.returncode}:\n{ran.stdout}{ran.stderr}")
    return ran


def new_project(folder, database):
    (folder / "migrations/versions").mkdir(parents=True)
    (folder / "migrate.toml").write_text(
        f'[database]\nurl = "{database.url()}"\n\n[schema]\nsource = "schema.toml"\n\n[migrations]\ndir = "migrations"\n'
    )
    shutil.copy(ROOT / "templates/script.sql.tera", folder / "migrations")


@contextlib.contextmanager
def filled(kind, rows):
    """A server with the two tables, and a project at head."""
    with tempfile.TemporaryDirectory(prefix="migrate-stalls-") as name:
        place = pathlib.Path(name)
        place.chmod(0o755)
        (place / "server").mkdir()
        (place / "project").mkdir()
        database, project = kind(place / "server"), place / "project"
        try:
            new_project(project, database)
            schema = Schema(database)
            (project / "schema.toml").write_text(schema.text())
            migrate(project, "revision", "--autogenerate", "-m", "tables")
            migrate(project, "upgrade", "head")
            subprocess.run(database.client, input=kind.fill.format(rows=rows), env=database.env, check=True, text=True, stdout=subprocess.DEVNULL)
            yield database, project, schema
        finally:
            database.server.stop()


def findings(project):
    said = migrate(project, "lint", "--format", "json", expected=(0, 1)).stdout
    return sorted({finding["code"] for finding in json.loads(said).get("findings", [])})


def measure(kind, rows, rate):
    with filled(kind, rows) as (database, project, schema):
        print(f"\n{database.name}, {rows:,} rows, {rate} requests a second\n")
        print("| change | upgrade, s | longest wait before, ms | meanwhile, ms | lint |\n|---|---|---|---|---|", flush=True)
        load = Load(database, rows, rate)
        try:
            for what, edit in changes(schema):
                edit()
                (project / "schema.toml").write_text(schema.text())
                migrate(project, "revision", "--autogenerate", "-m", "change", "--no-renames")
                said = findings(project)
                before = time.perf_counter()
                time.sleep(BASELINE)
                start = time.perf_counter()
                migrate(project, "upgrade", "head")
                end = time.perf_counter()
                time.sleep(0.5)
                baseline, meanwhile = load.longest(before, start), load.longest(start, end)
                print(f"| {what} | {end - start:.1f} | {baseline:.0f} | {meanwhile:.0f} | {', '.join(said) or '-'} |", flush=True)
            behind_idle_reader(database, project, schema, load)
        finally:
            load.stop()
        print(f"\n{len(load.waits):,} requests; errors: {', '.join(sorted(load.errors)) or 'none'}")


def behind_idle_reader(database, project, schema, load):
    schema.columns["later"] = '"integer?"'
    (project / "schema.toml").write_text(schema.text())
    migrate(project, "revision", "--autogenerate", "-m", "later")
    reader = Client(database)
    reader.ask("BEGIN; SELECT count(*) FROM customers; SELECT total FROM orders WHERE id = 1")
    timer = threading.Timer(IDLE, lambda: reader.ask("COMMIT"))
    timer.start()
    start = time.perf_counter()
    migrate(project, "upgrade", "head")
    end = time.perf_counter()
    timer.join()
    reader.close()
    print(f"| add a column, a reader idle for {IDLE} s | {end - start:.1f} | - | {load.longest(start, end):.0f} | - |", flush=True)


def backfill(kind, rows):
    with filled(kind, rows) as (database, project, _):
        versions = project / "migrations/versions"
        (head,) = versions.glob("*.sql")
        (versions / "count.sql").write_text(
            f"-- revision: count\n-- down_revision: {head.name.split('_')[0]}\n-- created: 2026-01-01T00:00:00Z\n-- message: count\n\n"
            "-- migrate:upgrade transaction=off batch=10000\nUPDATE orders SET total = total + 1;\n\n-- migrate:downgrade\nSELECT 1;\n"
        )
        client = Client(database)
        (before,) = client.ask("SELECT sum(total) FROM orders")
        kills, start = 0, time.perf_counter()
        for after in (5, 10, 15):
            child = subprocess.Popen([BINARY, "upgrade", "head"], cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                child.wait(after)
            except subprocess.TimeoutExpired:
                child.send_signal(signal.SIGKILL)
                child.wait()
                kills += 1
        migrate(project, "upgrade", "head")
        took = time.perf_counter() - start
        (total,) = client.ask("SELECT sum(total) FROM orders")
        (wrong,) = client.ask("SELECT count(*) FROM orders WHERE total <> id + 1")
        client.close()
        print(f"{database.name}: {rows:,} rows in {took:.0f} s, killed {kills} times; {wrong} rows not counted exactly once", flush=True)
        if int(wrong) or int(total) - int(before) != rows:
            sys.exit(1)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rows", type=int, default=2_000_000)
    arguments.add_argument("--rate", type=int, default=300)
    arguments.add_argument("--backfill", type=int)
    arguments.add_argument("databases", nargs="*", default=["postgres", "mariadb"])
    given = arguments.parse_args()
    kinds = {kind.name: kind for kind in (OnPostgres, OnMariaDb)}
    for name in given.databases:
        if given.backfill:
            backfill(kinds[name], given.backfill)
        else:
            measure(kinds[name], given.rows, given.rate)


if __name__ == "__main__":
    main()
