#!/bin/sh
# The main job of migrate on a SQLite database of its own: builds the program, copies this project into a temporary
# folder, and shows each command with what it answers. It needs Rust, installs a C compiler where there is none and it may,
# and leaves nothing else behind but target/.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."

sh tests/compiler.sh
cargo build --release --locked
migrate=${CARGO_TARGET_DIR:-$here/../target}/release/migrate

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cp -R "$here/migrate.toml" "$here/schema.toml" "$here/migrations" "$place"
cd "$place"

say() { printf '\n\033[1m# %s\033[0m\n' "$1"; }
run() {
    printf '$ migrate %s\n' "$*"
    "$migrate" "$@"
}

say "The chain of revisions, applied to a new database"
run upgrade head
run check

say "A change of the schema: a column with a default, and an index"
cat >>schema.toml <<'TOML'

[table.members.indexes]
ix_members_joined = ["joined"]
TOML
sed 's/^joined .*/&\nactive    = { type = "boolean", default = true }/' schema.toml >changed && mv changed schema.toml

say "What differs"
printf '$ migrate check\n'
"$migrate" check || [ $? -eq 1 ]

say "The script for it, both ways, proven before it is written; applied, undone, applied again"
run revision --autogenerate -m "active members"
run upgrade head
run downgrade -1
run upgrade head
run check

say "Where it stands"
run history
