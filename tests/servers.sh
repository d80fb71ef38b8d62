#!/bin/sh
# Gets other versions of the servers than the installed ones, beside these: the packages of another of Debian's suites with
# all that they need, unpacked below target/servers, their programs bound to their own C library. Nothing of the machine is
# touched and nobody need be root. What is there already is left alone; what is got is put in place at its end, whole.
#
# A server that cannot be had (no network, no such suite) is no failure: its reason is kept in target/servers/NAME.missing,
# which tests/run.sh reads out at its end.
set -eu
cd "$(dirname "$0")/.."
mkdir -p "${CARGO_TARGET_DIR:-target}/servers"
servers=$(cd "${CARGO_TARGET_DIR:-target}/servers" && pwd)

work=
trap '[ -z "$work" ] || rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# What this machine has from Debian, it has from here.
mirror() {
    cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
        sed -n 's/^URIs: *\([^ ]*\/debian\/*\) *$/\1/p; s/^deb \(\[[^]]*\] \)*\([^ ]*\/debian\/*\) .*/\2/p' | head -n 1
}

# apt with lists and a cache of its own, as if nothing were installed.
apt() {
    apt-get -qq -o Acquire::Retries=3 -o Acquire::http::Timeout=30 -o Dir::Etc::sourcelist="$work/sources.list" \
        -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status" \
        -o Dir::Cache="$work" -o APT::Install-Recommends=false -o APT::Sandbox::User=root -o Debug::NoLocking=1 "$@"
}

# get TREE SERVER SUITE PACKAGE...: packages of a suite, into a folder of their own; says why not, and fails, where they
# cannot be had. SERVER is the program that must run in the end.
get() {
    tree=$1 server=$2 suite=$3
    shift 3
    from=$(mirror)
    if [ -z "$from" ]; then echo "the settings of apt name no Debian mirror"; return 1; fi
    mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/tree"
    : >"$work/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $from $suite main" >"$work/sources.list"
    # patchelf comes along: it runs in the tree, on the tree's own libraries.
    if ! { apt update && apt -y --download-only install "$@" patchelf; } >"$work/log" 2>&1; then
        echo "Debian's suite $suite did not give $*: $(grep -v '^ ' "$work/log" | tail -n 1)"
        return 1
    fi
    for archive in "$work"/archives/*.deb; do dpkg-deb -x "$archive" "$work/tree"; done
    loader=$(cd "$work/tree" && find . -name 'ld-linux*.so.*' -path '*/*-linux-gnu*/*' | head -n 1 | cut -c 3-)
    if [ -z "$loader" ]; then echo "the C library of $suite has no loader where one is looked for"; return 1; fi
    triple=$(basename "$(dirname "$loader")")
    libraries=lib/$triple:usr/lib/$triple
    at() { echo "$libraries" | sed "s|\([^:]*\)|$1/\1|g"; }
    for program in "$work"/tree/usr/lib/postgresql/*/bin/* "$work"/tree/usr/sbin/mysqld "$work"/tree/usr/sbin/mariadbd \
        "$work"/tree/usr/bin/my* "$work"/tree/usr/bin/mariadb* "$work"/tree/usr/bin/resolveip; do
        [ -f "$program" ] && [ ! -L "$program" ] || continue
        # A script has no loader.
        "$work/tree/$loader" --library-path "$(at "$work/tree")" "$work/tree/usr/bin/patchelf" \
            --set-interpreter "$tree/$loader" --force-rpath --set-rpath "$(at "$tree")" "$program" 2>"$work/log" ||
            grep -q 'not an ELF' "$work/log" || { cat "$work/log"; return 1; }
    done
    chmod -R a+rX "$work/tree"
    mv "$work/tree" "$tree"
    if ! "$tree/$server" --version >"$work/log" 2>&1; then
        echo "$server of $suite does not run here: $(tail -n 1 "$work/log")"
        rm -rf "$tree"
        return 1
    fi
}

# The tests start servers as a user of their own where they are run by root.
reachable() {
    [ "$(id -u)" -ne 0 ] || setpriv --reuid="$1" --regid="$1" --clear-groups -- test -x "$servers" 2>/dev/null
}

# want NAME USER SERVER SUITE PACKAGE...: the same, unless it is there.
want() {
    name=$1 user=$2
    shift 2
    if [ -d "$servers/$name" ]; then
        rm -f "$servers/$name.missing"
        return
    fi
    if ! reachable "$user"; then
        echo "the user $user, which runs the server, cannot enter $servers" >"$servers/$name.missing"
        return
    fi
    if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-deb >/dev/null 2>&1; then
        echo "this is no Debian" >"$servers/$name.missing"
        return
    fi
    echo "getting $name"
    work=$(mktemp -d "$servers/.get.XXXXXX")
    if why=$(get "$servers/$name" "$@"); then
        rm -f "$servers/$name.missing"
    else
        printf '%s\n' "$why" >"$servers/$name.missing"
    fi
    rm -rf "$work"
    work=
}

# PostgreSQL's versions, each with the suite that it is in. The installed one need not be got.
for entry in 13:bullseye 17:trixie 18:sid; do
    version=${entry%%:*}
    if [ -d "/usr/lib/postgresql/$version" ]; then
        rm -f "$servers/$version.missing"
        continue
    fi
    want "$version" postgres "usr/lib/postgresql/$version/bin/postgres" "${entry#*:}" "postgresql-$version"
done
# The newest of MySQL and MariaDB.
want mysql mysql usr/sbin/mysqld sid mysql-server-core mysql-client-core
want mariadb mysql usr/sbin/mariadbd sid mariadb-server-core mariadb-client-core
