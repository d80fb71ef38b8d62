#!/bin/sh
# Installs what the tests need, where it is missing, and runs them all; then those that read a PostgreSQL's catalogues
# once more on each other version of it that tests/servers.sh has got. What could not be had is named at the end.
# Arguments go to `cargo test`; with any, only the first run is made.
set -eu
cd "$(dirname "$0")/.."
sh tests/setup.sh
servers=$(cd "${CARGO_TARGET_DIR:-target}/servers" && pwd)
# The newer servers of MySQL and MariaDB: their tests run beside those on the installed MariaDB.
export MIGRATE_TEST_SERVERS="$servers"
# Pairs of schemas on each database: fewer than a plain `cargo test` tries, so that the whole ends within forty minutes on two cores.
export MIGRATE_TEST_PAIRS="${MIGRATE_TEST_PAIRS:-20}"
cargo test --locked "$@"
[ $# -eq 0 ] || exit 0
for bin in "$servers"/[0-9]*/usr/lib/postgresql/*/bin; do
    [ -d "$bin" ] || continue
    echo "on $("$bin/postgres" --version):"
    # These say in SQL what is younger than PostgreSQL 13.
    young=
    case $bin in
    */postgresql/13/bin)
        for test in model::columns model::constraints model::indexes model::sequences model::views \
            unmodelled::a_publication_needs unmodelled::everything_beyond; do
            young="$young --skip introspect::$test"
        done
        ;;
    esac
    # The newest one prints and takes what the installed one does not: there the revisions are made and proven as well, those of its own
    # cases and of every second of the others.
    more=
    case $bin in
    */postgresql/18/bin) more="cases:: pairs::postgres" ;;
    esac
    # shellcheck disable=SC2086
    MIGRATE_TEST_POSTGRES_BIN=$bin MIGRATE_TEST_PAIRS=8 cargo test --locked --test suite -- introspect:: $more $young
done
for missing in "$servers"/*.missing; do
    [ -f "$missing" ] || continue
    server=$(basename "$missing" .missing)
    case $server in
    mysql) server="the newest MySQL" ;;
    mariadb) server="the newest MariaDB" ;;
    *) server="PostgreSQL $server" ;;
    esac
    echo "not tested on $server: $(cat "$missing")"
done
