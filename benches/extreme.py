#!/usr/bin/env python3
"""Puts inputs to migrate that are far beyond what people write, and prints how long each takes and how much memory.

    cargo build --release && python3 benches/extreme.py [name…]

Needs what benches/run.py needs. Exit status 1 where a call crashes, or does not end in ten minutes: each must do its work, or
refuse it with an error of its own. Where the database has a limit that such an input reaches, its refusal is the right end.
The memory is no less than what this script holds itself (some 50 MiB), since that is counted with what it starts.
"""

import json
import os
import subprocess
import sys
import threading
import time

from run import BINARY, main, project

PATIENCE = 600
# Four bytes each in UTF-8.
LETTER = "\U00010400"
failed = []


def call(what, folder, *arguments, code=None):
    """One call: how it ended, its time and memory. `code` is that of the error it must end with."""
    before = time.perf_counter()
    child = subprocess.Popen(
        [BINARY, *arguments, "--format", "json"],
        cwd=folder,
        env=dict(os.environ, HOME=str(folder)),
        stdin=subprocess.DEVNULL,
        stdout=open(folder / ".stdout", "wb"),
        stderr=open(folder / ".stderr", "wb"),
    )
    # A call that hangs is killed; its memory is known all the same.
    late = threading.Timer(PATIENCE, child.kill)
    late.start()
    _, status, usage = os.wait4(child.pid, 0)
    late.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    took = time.perf_counter() - before
    end, document = child.returncode, {}
    try:
        document = json.loads((folder / ".stdout").read_text())
    except ValueError:
        failed.append(what)
        end = f"{end}, no JSON: {(folder / '.stderr').read_text()[-300:]}"
    error = document.get("error", {}).get("code") if isinstance(document, dict) else None
    if end not in (0, 1) and error != code:
        failed.append(what)
        end = f"{end} {error}: {document.get('error', {}).get('message', '')[:200]}"
    print(f"| {what} | `{' '.join(arguments[:2])}` | {error or end} | {took:.2f} | {usage.ru_maxrss / 1024:.0f} |", flush=True)
    return document


def script(folder, statements, revision="a"):
    (folder / f"migrations/versions/{revision}.sql").write_text(
        f"-- revision: {revision}\n-- down_revision:\n-- created: 2026-01-01T00:00:00Z\n-- message: {revision}\n\n"
        f"-- migrate:upgrade\n{statements}\n\n-- migrate:downgrade\n"
    )


def a_line_of_10_mb(place, server):
    text = "x" * 10_000_000
    folder = project(place / "line", "sqlite://app.db", "schema.sql")
    script(folder, f"CREATE TABLE t (a text);\nINSERT INTO t VALUES ('{text}');")
    (folder / "schema.sql").write_text(f"CREATE TABLE t (a text); /* {text} */\n")
    call("a line of 10 MB in a script, SQLite", folder, "upgrade", "head")
    call("a line of 10 MB in schema.sql, SQLite", folder, "check")
    folder = project(place / "line_pg", server.url("line"), "schema.sql")
    server.fresh("line")
    script(folder, f"CREATE TABLE t (a text);\nINSERT INTO t VALUES ('{text}');")
    (folder / "schema.sql").write_text(f"CREATE TABLE t (a text); /* {text} */\n")
    call("a line of 10 MB in a script, PostgreSQL", folder, "upgrade", "head")
    call("a line of 10 MB in schema.sql, PostgreSQL", folder, "check")
    folder = project(place / "line_toml", "sqlite://app.db")
    (folder / "schema.toml").write_text(f'[table.t.columns]\na = {{ type = "text", default = "{text}" }}\n')
    call("a default of 10 MB in schema.toml, SQLite", folder, "revision", "--autogenerate", "-m", "x")


def a_million_statements(place, server):
    many = "".join(f"INSERT INTO t VALUES ({n});\n" for n in range(1_000_000))
    for name, url in (("SQLite", "sqlite://app.db"), ("PostgreSQL", server.url("million"))):
        folder = project(place / f"million_{name}", url)
        (folder / "schema.toml").write_text('[table.t.columns]\na = "integer"\n')
        script(folder, "CREATE TABLE t (a integer NOT NULL);\n" + many)
        if name == "PostgreSQL":
            server.fresh("million")
        call(f"a million statements in a script, {name}", folder, "upgrade", "--dry-run")
        call(f"a million statements in a script, {name}", folder, "upgrade", "head")
        call(f"a million statements in a script, {name}", folder, "verify")


def an_enum_of_100_000_values(place, server):
    folder = project(place / "enum", server.url("enum"))
    server.fresh("enum")
    values = [f'"value {n}"' for n in range(100_000)]
    text = "[enum]\ne = [{}]\n\n[table.t.columns]\na = {{ type = \"e\", default = \"value 7\" }}\n"
    (folder / "schema.toml").write_text(text.format(", ".join(values)))
    what = "an enum of 100,000 values, PostgreSQL"
    call(what, folder, "revision", "--autogenerate", "-m", "x")
    call(what, folder, "upgrade", "head")
    call(what, folder, "check")
    values.insert(50_000, '"one more"')
    (folder / "schema.toml").write_text(text.format(", ".join(values)))
    call(what + ", one more", folder, "revision", "--autogenerate", "-m", "y")
    call(what + ", one more", folder, "upgrade", "head")


def ten_thousand_brackets(place, server):
    deep = "(" * 10_000 + "a > 0" + ")" * 10_000
    for name, url in (("SQLite", "sqlite://app.db"), ("PostgreSQL", server.url("brackets"))):
        server.fresh("brackets")
        folder = project(place / f"brackets_{name}", url, "schema.sql")
        (folder / "schema.sql").write_text(f"CREATE TABLE t (a integer, CHECK ({deep}));\n")
        call(f"10,000 brackets in schema.sql, {name}", folder, "check", code="schema-refused")
        script(folder, f"SELECT {'(' * 10_000}1{')' * 10_000};")
        call(f"10,000 brackets in a script, {name}", folder, "upgrade", "head", code="statement-failed")
    folder = project(place / "brackets_toml", "sqlite://app.db")
    (folder / "schema.toml").write_text(f"extensions = {'[' * 10_000}{']' * 10_000}\n")
    call("10,000 brackets in schema.toml", folder, "check", code="invalid-toml")
    (folder / "schema.toml").write_text(f'[table.t.columns]\na = "integer"\n\n[table.t.checks]\nc = "{deep}"\n')
    call("10,000 brackets in a check of schema.toml", folder, "check")


def fifty_thousand_revisions(place, server):
    folder = project(place / "revisions", "sqlite://app.db", "schema.sql")
    (folder / "schema.sql").write_text("")
    for n in range(50_000):
        (folder / f"migrations/versions/r{n}.sql").write_text(
            f"-- revision: r{n}\n-- down_revision: {f'r{n - 1}' if n else ''}\n-- created: 2026-01-01T00:00:00Z\n-- message: {n}\n\n"
            "-- migrate:upgrade\n\n-- migrate:downgrade\n"
        )
    what = "50,000 revisions, SQLite"
    call(what, folder, "heads")
    call(what, folder, "history")
    call(what, folder, "upgrade", "--dry-run")
    call(what, folder, "upgrade", "head")
    call(what, folder, "current")
    call(what, folder, "upgrade", "head")
    call(what, folder, "verify")
    call(what, folder, "downgrade", "base")


def tables_of_1_600_columns(place, server):
    folder = project(place / "wide", server.url("wide"))
    server.fresh("wide")
    columns = [f'c{n} = {{ type = "integer", default = {n} }}' for n in range(1_600)]
    (folder / "schema.toml").write_text("[table.t.columns]\n" + "\n".join(columns) + "\n")
    what = "a table of 1,600 columns, PostgreSQL"
    call(what, folder, "revision", "--autogenerate", "-m", "x")
    call(what, folder, "upgrade", "head")
    call(what, folder, "check")
    wider = [column.replace('"integer"', '"bigint"') for column in columns]
    (folder / "schema.toml").write_text("[table.t.columns]\n" + "\n".join(wider) + "\n")
    call(what + ", all changed", folder, "revision", "--autogenerate", "-m", "y")
    call(what + ", all changed", folder, "upgrade", "head")
    (folder / "schema.toml").write_text("[table.t.columns]\n" + "\n".join([*wider, 'one_more = "integer?"']) + "\n")
    call(what + ", one more", folder, "revision", "--autogenerate", "-m", "z", code="schema-refused")


def names_of_63_bytes(place, server):
    folder = project(place / "names", server.url("names"))
    server.fresh("names")

    def name(word):
        return word + LETTER * ((63 - len(word)) // 4) + "x" * ((63 - len(word)) % 4)

    text = "".join(
        f'[table."{name(f"t{n:02}")}".columns]\n"{name("id")}" = {{ type = "integer", primary_key = true }}\n'
        f'"{name("of")}" = {{ type = "integer?", unique = true, references = "{name("t00")}.{name("id")}" }}\n'
        f'[table."{name(f"t{n:02}")}".indexes]\n"{name(f"i{n:02}")}" = {{ columns = ["{name("of")}"] }}\n'
        for n in range(30)
    )
    (folder / "schema.toml").write_text(text)
    what = "names of 63 bytes in letters of four, PostgreSQL"
    call(what, folder, "revision", "--autogenerate", "-m", "x")
    call(what, folder, "upgrade", "head")
    call(what, folder, "check")
    call(what, folder, "downgrade", "base")


BENCHES = [
    a_line_of_10_mb,
    a_million_statements,
    an_enum_of_100_000_values,
    ten_thousand_brackets,
    fifty_thousand_revisions,
    tables_of_1_600_columns,
    names_of_63_bytes,
]


if __name__ == "__main__":
    main(BENCHES, "| what | call | end | s | peak memory, MiB |")
    if failed:
        sys.exit(f"{len(failed)} did not end well: {', '.join(failed)}")
