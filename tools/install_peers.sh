#!/usr/bin/env bash
# Installs below build/peers the other programs that tests/feeds asks what our feeds mean:
# icalendar and ical, each in an environment of its own, ical.js, a CalDAV server with two
# clients, and from Debian what is missing of Node.js, libical and its bindings for Python.
# What is there already stays; delete build/peers to begin anew.
set -euo pipefail
cd "$(dirname "$0")/.."
here=tools/peers there=build/peers
mkdir -p "$there"

quietly() {
    if ! "$@" >"$there/log" 2>&1; then
        cat "$there/log" >&2
        echo "$0: this failed: $*" >&2
        exit 1
    fi
}

has_libical() {
    /usr/bin/python3 -c 'import gi; gi.require_version("ICalGLib", "3.0")' 2>/dev/null
}

missing=()
command -v npm >/dev/null || missing+=(nodejs npm)
has_libical || missing+=(gir1.2-ical-3.0 python3-gi)
if [ ${#missing[@]} -gt 0 ]; then
    root=()
    [ "$(id -u)" = 0 ] || root=(sudo)
    export DEBIAN_FRONTEND=noninteractive
    quietly "${root[@]}" apt-get update
    quietly "${root[@]}" apt-get install -y --no-install-recommends "${missing[@]}"
fi
quietly has_libical
mkdir -p "$there/libical/bin"
ln -sfn /usr/bin/python3 "$there/libical/bin/python"

for peer in icalendar ical caldav; do
    if ! cmp -s "$here/$peer.txt" "$there/$peer/installed.txt"; then
        quietly python3 -m venv --clear "$there/$peer"
        quietly "$there/$peer/bin/python" -m pip install -r "$here/$peer.txt"
        cp "$here/$peer.txt" "$there/$peer/installed.txt"
    fi
done

if ! grep -qs '"version": "2.2.1"' "$there/node_modules/ical.js/package.json"; then
    quietly npm install --no-save --no-audit --no-fund --prefix "$there" ical.js@2.2.1
fi
