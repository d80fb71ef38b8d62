#!/bin/sh
# Installs a C compiler, where there is none: SQLite is compiled with the program. It changes nothing where one works.
#
# As root or with sudo on Debian and its kin, Fedora's, Alpine and Arch; elsewhere it says what to install.
set -eu

have() { command -v "$1" >/dev/null 2>&1; }

# A compiler without the headers of the C library is not enough.
works() {
    have cc && printf '#include <stdlib.h>\n' | cc -x c -E - >/dev/null 2>&1
}
if works; then exit 0; fi

if have apt-get; then
    install='apt-get -q -o Acquire::Retries=3 update && apt-get -q -o Acquire::Retries=3 install -y --no-install-recommends gcc libc6-dev'
elif have dnf; then
    install='dnf install -y gcc glibc-devel'
elif have apk; then
    install='apk add gcc musl-dev'
elif have pacman; then
    install='pacman -S --noconfirm --needed gcc'
else
    echo "install a C compiler with the headers of the C library (SQLite is compiled with the program), then run this again" >&2
    exit 2
fi

root=
if [ "$(id -u)" -ne 0 ]; then
    # A question for a password is asked only where somebody can answer it.
    if ! have sudo || ! { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        echo "a C compiler is missing (SQLite is compiled with the program); as root: $install" >&2
        exit 2
    fi
    root=sudo
fi
echo "installing a C compiler: $install" >&2
$root env DEBIAN_FRONTEND=noninteractive sh -c "$install" >&2
works || {
    echo "the C compiler that was installed does not work" >&2
    exit 2
}
