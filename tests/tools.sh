#!/usr/bin/env bash
# Finds the programs that the tests drive; root gets Debian's, anybody else one sentence.
set -euo pipefail

missing=()
have() { command -v "$1" >/dev/null 2>&1; }
[ -n "${CHROME_PATH:-}" ] || have chromium || have google-chrome || missing+=(chromium)
fc-list :lang=th 2>/dev/null | grep -q . || missing+=(fontconfig fonts-thai-tlwg)
have ffmpeg || missing+=(ffmpeg)
have strace || missing+=(strace)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)

if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ]; then
    echo "The tests need a few programs; please run: sudo apt install ${missing[*]}" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi
