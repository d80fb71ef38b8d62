#!/bin/sh
# Installs what the tests need, where it is missing, and runs them all; then those that ask a PostgreSQL's catalogues and
# casts once more on each other version of it that tests/servers.sh has got. What could not be had is named at the end.
# Arguments go to `cargo test`; with any, only the first run is made.
set -eu
cd "$(dirname "$0")/.."
sh tests/setup.sh
cargo test --locked "$@"
[ $# -eq 0 ] || exit 0
servers=$(cd "${CARGO_TARGET_DIR:-target}/servers" && pwd)
for bin in "$servers"/[0-9]*/usr/lib/postgresql/*/bin; do
    [ -d "$bin" ] || continue
    echo "on $("$bin/postgres" --version):"
    MIGRATE_TEST_POSTGRES_BIN=$bin cargo test --locked --test suite -- introspect:: rendered::casts rendered::conversions cases::
done
for missing in "$servers"/*.missing; do
    [ -f "$missing" ] || continue
    echo "not tested on PostgreSQL $(basename "$missing" .missing): $(cat "$missing")"
done
