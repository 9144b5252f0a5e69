#!/bin/sh
# Looks for what Marsad needs from the machine: says each missing thing on one line of stderr and ends with 1,
# or prints the Python to use and ends with 0.
missing=0
say() { echo "missing: $*" >&2; missing=1; }

python=""
for candidate in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
  if command -v "$candidate" >/dev/null 2>&1 \
      && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    python=$(command -v "$candidate")
    break
  fi
done
if [ -z "$python" ]; then
  say "Python 3.11 or newer; on Debian 12 and later: apt-get install python3 python3-venv"
elif ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
  say "the venv module of $python; on Debian: apt-get install python3-venv"
fi

if ! command -v node >/dev/null 2>&1; then
  say "Node.js 20 or newer, for the fonts and scripts of the pages; see nodejs.org or your distribution"
elif ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' >/dev/null 2>&1; then
  say "Node.js 20 or newer; this one is $(node --version 2>/dev/null)"
fi
command -v npm >/dev/null 2>&1 || say "npm, which comes with Node.js; on Debian: apt-get install npm"

[ "$missing" -eq 0 ] || exit 1
echo "$python"
