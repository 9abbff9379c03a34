#!/bin/sh
# Makes sure there is a browser for the tests of the app: Debian's chromium, and certutil beside it, which
# makes a trust store for the tests of a phone; installed when either is absent.
set -eu
if { command -v chromium || command -v chromium-browser; } >/dev/null 2>&1 && command -v certutil >/dev/null 2>&1; then
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "No chromium here, and no apt-get to install it; install chromium, then run make test again." >&2
  exit 1
fi
root=""
if [ "$(id -u)" != 0 ]; then root="sudo"; fi
echo "Installing Debian's chromium for the tests of the app ..."
$root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $root apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core libnss3-tools >/dev/null
command -v chromium >/dev/null
