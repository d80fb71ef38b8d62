#!/bin/sh
# Gets PostgreSQL in the other versions that Debian has, beside the installed one: the packages of another suite with all
# that they need, unpacked below target/servers, their programs bound to their own C library. Nothing of the machine is
# touched and nobody need be root. What is there already is left alone; what is got is put in place at its end, whole.
#
# A version that cannot be had (no network, no such suite) is no failure: its reason is kept in target/servers/VERSION.missing,
# which tests/run.sh reads out at its end.
set -eu
cd "$(dirname "$0")/.."
mkdir -p "${CARGO_TARGET_DIR:-target}/servers"
servers=$(cd "${CARGO_TARGET_DIR:-target}/servers" && pwd)

# Each version, and the suite that it is in.
versions="13:bullseye 17:trixie 18:sid"

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

# A version from a suite, into the folder that is its own; says why not, and fails, where it cannot be had.
get() {
    package=postgresql-$1 suite=$2 tree=$servers/$1
    from=$(mirror)
    if [ -z "$from" ]; then echo "the settings of apt name no Debian mirror"; return 1; fi
    mkdir -p "$work/lists/partial" "$work/archives/partial" "$work/tree"
    : >"$work/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $from $suite main" >"$work/sources.list"
    # patchelf comes along: it runs in the tree, on the tree's own libraries.
    if ! { apt update && apt -y --download-only install "$package" patchelf; } >"$work/log" 2>&1; then
        echo "Debian's suite $suite did not give $package: $(grep -v '^ ' "$work/log" | tail -n 1)"
        return 1
    fi
    for archive in "$work"/archives/*.deb; do dpkg-deb -x "$archive" "$work/tree"; done
    loader=$(cd "$work/tree" && find . -name 'ld-linux*.so.*' -path '*/*-linux-gnu*/*' | head -n 1 | cut -c 3-)
    if [ -z "$loader" ]; then echo "the C library of $suite has no loader where one is looked for"; return 1; fi
    triple=$(basename "$(dirname "$loader")")
    libraries=lib/$triple:usr/lib/$triple
    at() { echo "$libraries" | sed "s|\([^:]*\)|$1/\1|g"; }
    for program in "$work"/tree/usr/lib/postgresql/*/bin/*; do
        [ -f "$program" ] && [ ! -L "$program" ] || continue
        # A script has no loader.
        "$work/tree/$loader" --library-path "$(at "$work/tree")" "$work/tree/usr/bin/patchelf" \
            --set-interpreter "$tree/$loader" --force-rpath --set-rpath "$(at "$tree")" "$program" 2>"$work/log" ||
            grep -q 'not an ELF' "$work/log" || { cat "$work/log"; return 1; }
    done
    chmod -R a+rX "$work/tree"
    mv "$work/tree" "$tree"
    if ! "$tree/usr/lib/postgresql/$1/bin/postgres" --version >"$work/log" 2>&1; then
        echo "PostgreSQL $1 of $suite does not run here: $(tail -n 1 "$work/log")"
        rm -rf "$tree"
        return 1
    fi
}

# The tests start servers as the user postgres where they are run by root.
reachable() {
    [ "$(id -u)" -ne 0 ] || setpriv --reuid=postgres --regid=postgres --clear-groups -- test -x "$1" 2>/dev/null
}

for entry in $versions; do
    version=${entry%%:*}
    if [ -d "$servers/$version" ] || [ -d "/usr/lib/postgresql/$version" ]; then
        rm -f "$servers/$version.missing"
        continue
    fi
    if ! reachable "$servers"; then
        echo "the user postgres, which runs the server, cannot enter $servers" >"$servers/$version.missing"
        continue
    fi
    if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-deb >/dev/null 2>&1; then
        echo "this is no Debian" >"$servers/$version.missing"
        continue
    fi
    echo "getting PostgreSQL $version"
    work=$(mktemp -d "$servers/.get.XXXXXX")
    if why=$(get "$version" "${entry#*:}"); then
        rm -f "$servers/$version.missing"
    else
        printf '%s\n' "$why" >"$servers/$version.missing"
    fi
    rm -rf "$work"
    work=
done
