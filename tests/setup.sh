#!/bin/sh
# Installs what building and testing need, where it is missing: a C compiler, PostgreSQL, PgBouncer, MariaDB, the clients of
# all three databases, OpenSSL for certificates, and SQLAlchemy in a Python environment below target/. It changes nothing where all is there. PostgreSQL's
# other versions come from tests/servers.sh: without them, the tests run on the installed one alone.
#
# As root or with sudo on Debian and its kin; elsewhere it says what to install.
set -eu
cd "$(dirname "$0")/.."

have() { command -v "$1" >/dev/null 2>&1; }
# Servers and setpriv may lie where a user's PATH does not lead.
PATH=$PATH:/usr/sbin:/sbin

sh tests/compiler.sh

missing=
need() { missing="$missing $1"; }

if ! have initdb && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then need postgresql; fi
have psql || need postgresql-client
have pgbouncer || need pgbouncer
have mariadbd || need mariadb-server
have openssl || need openssl
have sqlite3 || need sqlite3
have setpriv || need util-linux
have python3 || need python3
python3 -c 'import ensurepip' >/dev/null 2>&1 || need python3-venv

if [ -n "$missing" ]; then
    if ! have apt-get; then
        echo "install what these Debian packages hold, then run this again:$missing" >&2
        exit 2
    fi
    root=
    if [ "$(id -u)" -ne 0 ]; then
        if ! have sudo; then
            echo "as root: apt-get install -y --no-install-recommends$missing" >&2
            exit 2
        fi
        root=sudo
    fi
    echo "installing:$missing"
    # A server that the package starts would be none of the tests' own: they start theirs.
    $root env DEBIAN_FRONTEND=noninteractive sh -c '
        apt-get -q -o Acquire::Retries=3 update &&
        apt-get -q -o Acquire::Retries=3 install -y --no-install-recommends "$@"' sh $missing
fi

python=${CARGO_TARGET_DIR:-target}/python
if ! "$python/bin/python3" -c 'import sqlalchemy, psycopg, pymysql' >/dev/null 2>&1; then
    echo "installing SQLAlchemy into $python"
    rm -rf "$python"
    mkdir -p "$(dirname "$python")"
    python3 -m venv "$python"
    "$python/bin/pip" install --quiet --disable-pip-version-check --retries 3 'sqlalchemy>=2,<3' 'psycopg[binary]>=3,<4' 'pymysql>=1,<2'
fi

sh tests/servers.sh
