#!/bin/sh
# Installs what the tests need, where it is missing, and runs them all. Arguments go to `cargo test`.
set -eu
cd "$(dirname "$0")/.."
sh tests/setup.sh
exec cargo test --locked "$@"
