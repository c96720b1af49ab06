#!/usr/bin/env bash
# Finds the programs that the tests drive; root gets Debian's, anybody else one sentence.
set -euo pipefail

missing=()
have() { command -v "$1" >/dev/null 2>&1; }
[ -n "${CHROME_PATH:-}" ] || have chromium || have google-chrome || missing+=(chromium)
have firefox-esr || have firefox || missing+=(firefox-esr)
have WebKitWebDriver || missing+=(webkit2gtk-driver)
have Xvfb || missing+=(xvfb)
/usr/bin/python3 -c 'import gi; gi.require_version("WebKit2", "4.1")' 2>/dev/null ||
  missing+=(python3-gi gir1.2-webkit2-4.1)
fc-list :lang=th 2>/dev/null | grep -q . || missing+=(fontconfig fonts-thai-tlwg)
have ffmpeg || missing+=(ffmpeg)
have tor || [ -x /usr/sbin/tor ] || missing+=(tor)
have pdftotext || missing+=(poppler-utils)
have strace || missing+=(strace)
have nginx || [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)

if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ]; then
    echo "The tests need a few programs; please run: sudo apt install ${missing[*]}" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi
