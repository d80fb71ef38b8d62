#!/usr/bin/env python3
"""Measures `migrate check` on MariaDB beside `mariadb-dump --no-data`, in one run, and prints a table of ratios.

    cargo build --release && python3 benches/mariadb.py [tables…]

Needs MariaDB's server and client (Debian: mariadb-server, mariadb-client). It starts a server of its own on a socket in a
temporary folder and stops it at the end. For each number of tables (1,000 and 3,000): `schema.toml` and `schema.sql` as
written by `migrate init --from-db` and by mariadb-dump, with the cache as the run before left it, and with none. Two of
three tables have a foreign key; each tenth has a view over it, each twentieth a trigger. Every figure is the median of
several runs, each pair of commands in turn.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from run import BINARY, Row, migrate, run

RUNS = int(os.environ.get("MIGRATE_BENCH_RUNS", "7"))


class MariaDb:
    """A server of the run's own."""

    def __init__(self, folder):
        self.socket = folder / "s"
        root = os.geteuid() == 0
        prefix = ["setpriv", "--reuid=mysql", "--regid=mysql", "--clear-groups"] if root else []
        if root:
            shutil.chown(folder, "mysql", "mysql")
        daemon = self.prepared(prefix, f"--datadir={folder / 'data'}")
        options = [f"--socket={self.socket}", "--skip-networking", f"--pid-file={folder / 'pid'}"]
        fast = ["--innodb-flush-log-at-trx-commit=0", "--table-open-cache=8000", "--table-definition-cache=8000"]
        with open(folder / "log", "wb") as log:
            self.process = subprocess.Popen(prefix + [*daemon, *options, *fast], stdout=log, stderr=log)
        self.client = ["mariadb", "--no-defaults", "-uroot", "-S", str(self.socket), *self.client_options()]
        for _ in range(600):
            if subprocess.run([*self.client, "-e", "SELECT 1"], capture_output=True, check=False).returncode == 0:
                return
            time.sleep(0.1)
        self.stop()
        sys.exit(f"the server does not start: {(folder / 'log').read_text()[-2000:]}")

    def prepared(self, prefix, data):
        """Makes the data folder; the command that starts the server on it."""
        install = ["mariadb-install-db", "--no-defaults", data, "--auth-root-authentication-method=normal", "--force"]
        subprocess.run(prefix + install, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return [shutil.which("mariadbd") or "/usr/sbin/mariadbd", "--no-defaults", data]

    def client_options(self):
        return []

    def load(self, name, sql):
        subprocess.run([*self.client, "-e", f"CREATE DATABASE {name} CHARACTER SET utf8mb4"], check=True)
        subprocess.run([*self.client, name], input=sql.encode(), check=True)

    def dump(self, name):
        return ["mariadb-dump", "--no-defaults", "-uroot", "-S", str(self.socket), "--no-data", name]

    def stop(self):
        self.process.terminate()
        self.process.wait()


class MySql(MariaDb):
    """The newest MySQL, as tests/servers.sh unpacks it."""

    TREE = pathlib.Path(__file__).resolve().parent.parent / "target/servers/mysql"

    def prepared(self, prefix, data):
        share = self.TREE / "usr/share/mysql"
        options = ["--no-defaults", f"--basedir={self.TREE / 'usr'}", f"--lc-messages-dir={share}", data]
        options += [f"--character-sets-dir={share / 'charsets'}", "--secure-file-priv=", "--mysqlx=OFF"]
        daemon = [self.TREE / "usr/sbin/mysqld", *options]
        subprocess.run(prefix + [*daemon, "--initialize-insecure"], check=True, capture_output=True)
        return [*daemon, "--skip-log-bin"]

    def client_options(self):
        return [f"--character-sets-dir={self.TREE / 'usr/share/mysql/charsets'}"]


def ddl(count):
    out = []
    for n in range(count):
        key = f", CONSTRAINT fk_{n} FOREIGN KEY (parent) REFERENCES t{n - 1} (id)" if n % 3 else ""
        out.append(
            f"CREATE TABLE t{n} (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, parent int, name varchar(100) NOT NULL, "
            f"price decimal(10,2) DEFAULT 0, made timestamp NOT NULL DEFAULT current_timestamp(), KEY ix_{n} (name), "
            f"CONSTRAINT ck_{n} CHECK (price >= 0){key});\n"
        )
        if n % 10 == 0:
            out.append(f"CREATE VIEW v{n} AS SELECT id, name, price * 2 AS twice FROM t{n} WHERE price > 1;\n")
        if n % 20 == 0:
            out.append(f"CREATE TRIGGER g{n} BEFORE INSERT ON t{n} FOR EACH ROW SET NEW.name = upper(NEW.name);\n")
    return "".join(out)


def measure(place, server, count):
    name = f"bench{count}"
    server.load(name, ddl(count))
    folder = place / name
    folder.mkdir()
    migrate(folder, "init", "--url", f"mariadb://root@localhost/{name}?socket={server.socket}", "--from-db", "--stamp")
    (folder / "schema.sql").write_bytes(subprocess.run(server.dump(name), check=True, capture_output=True).stdout)
    toml = (folder / "migrate.toml").read_text()
    dump = lambda: run(server.dump(name))
    for schema in ("schema.toml", "schema.sql"):
        (folder / "migrate.toml").write_text(toml.replace('"schema.toml"', f'"{schema}"'))
        check = lambda: migrate(folder, "check")
        forget = lambda: shutil.rmtree(folder / ".cache", ignore_errors=True)
        check()
        Row(f"`check`, {count} tables, {schema}, cache", check, dump, runs=RUNS)
        Row(f"`check`, {count} tables, {schema}, no cache", check, dump, before=forget, runs=RUNS)


def main():
    os.environ.pop("XDG_CACHE_HOME", None)
    if not BINARY.exists():
        sys.exit(f"{BINARY} is not there: cargo build --release")
    counts = [int(word) for word in sys.argv[1:]] or [1000, 3000]
    with tempfile.TemporaryDirectory(prefix="mb") as name:
        place = pathlib.Path(name)
        place.chmod(0o755)
        (place / "server").mkdir()
        server = MariaDb(place / "server")
        try:
            print("| what | migrate, s | mariadb-dump, s | ratio | peak memory, MiB |\n|---|---|---|---|---|")
            for count in counts:
                measure(place, server, count)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
