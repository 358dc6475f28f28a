#!/usr/bin/env bash
# Builds the package into BUILD_DIR and runs its tests by Node's own runner.
# Usage: test.sh BUILD_DIR
set -euo pipefail

if (($# != 1)); then
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
"$(dirname "${BASH_SOURCE[0]}")/build.sh" "$1"
cd "$1/package"
node --test dist/test/*_test.js
