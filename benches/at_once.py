#!/usr/bin/env python3
"""Starts many `migrate upgrade head` at once on a database that lacks 30 revisions, and prints how long that takes.

    cargo build --release && python3 benches/at_once.py [--processes 32] [--rounds 5] [sqlite] [postgres] [mariadb] [mysql]

Needs what benches/crowd.py needs; each database runs on a server of its own. Every process must exit with 0, and each revision
must have been run once: every one puts a row into its table. The figures are the medians of the rounds: one process alone;
as many as are asked for that find nothing to do, which is what their starts and connections cost; as many at once with all to
do; and the last in terms of the first two together. Exit status 1 if a process failed or a revision ran twice.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import crowd
from run import BINARY

LENGTH = 30


def start(folder):
    command = [BINARY, "upgrade", "head"]
    # A cache of its own would make no difference: an upgrade compares nothing.
    return subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def timed(folder, processes, findings):
    before = time.perf_counter()
    children = [start(folder) for _ in range(processes)]
    for child in children:
        output, _ = child.communicate()
        if child.returncode != 0:
            findings.append(f"exit status {child.returncode}: {output.decode(errors='replace')[-700:]}")
    return time.perf_counter() - before


def down(folder):
    subprocess.run([BINARY, "downgrade", "base"], cwd=folder, check=True, capture_output=True)


def measure(database, place, processes, rounds):
    folder = place / "project"
    crowd.write_project(folder, database.url(), extra=False)
    findings, alone, idle, together = [], [], [], []
    timed(folder, 1, findings)
    for _ in range(rounds):
        down(folder)
        alone.append(timed(folder, 1, findings))
        idle.append(timed(folder, processes, findings))
        down(folder)
        together.append(timed(folder, processes, findings))
        counts = [database.rows(f"SELECT count(*) FROM t{number}") for number in range(LENGTH)]
        if counts != [["1"]] * LENGTH:
            findings.append(f"rows of the revisions: {counts}")
    one, starts, all_of_them = (statistics.median(times) for times in (alone, idle, together))
    ratio = all_of_them / (one + starts)
    print(f"| {database.name} | {one:.2f} | {starts:.2f} | {all_of_them:.2f} | {ratio:.2f} |", flush=True)
    return findings


def main():
    kinds = {kind.name: kind for kind in (crowd.Sqlite, crowd.OnPostgres, crowd.OnMariaDb, crowd.OnMySql)}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("databases", nargs="*", choices=[*kinds, []])
    arguments = parser.parse_args()
    crowd.LENGTH = LENGTH
    names = f"{arguments.processes} at once"
    print(f"| database | alone (s) | {arguments.processes} with nothing to do (s) | {names} (s) | in terms of both |\n|---|---|---|---|---|")
    findings = []
    for name in arguments.databases or kinds:
        place = pathlib.Path(tempfile.mkdtemp(prefix="migrate-at-once-"))
        os.chmod(place, 0o755)
        server = place / "server"
        server.mkdir()
        database = kinds[name](server)
        try:
            findings += [f"{name}: {finding}" for finding in measure(database, place, arguments.processes, arguments.rounds)]
        finally:
            database.stop()
            shutil.rmtree(place, ignore_errors=True)
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
