#!/usr/bin/env bash
# Installs the client of a build, builds the project of this folder against it,
# and runs that. Usage: test.sh BUILD_DIR WORK_DIR
set -euo pipefail

if (($# != 2)); then
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
build_dir=$(realpath "$1")
work_dir=$(realpath -m "$2")
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly build_dir work_dir source_dir

rm -rf "$work_dir"
mkdir -p "$work_dir"
cmake --install "$build_dir" --component gancho_client \
  --prefix "$work_dir/install" >"$work_dir/install.log"
# Nothing of the checkout may be needed.
if grep -rl "$(dirname "$build_dir")" "$work_dir/install/lib/cmake"; then
  echo "the package names the checkout" >&2
  exit 1
fi
cmake -S "$source_dir" -B "$work_dir/build" --log-level=WARNING \
  -DCMAKE_PREFIX_PATH="$work_dir/install"
cmake --build "$work_dir/build"
"$work_dir/build/consumer"
