#!/usr/bin/env bash
# Builds into BUILD_DIR and runs the tests by Maven. Usage: test.sh BUILD_DIR
set -euo pipefail

if (($# != 1)); then
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build_dir=$(realpath -m "$1")
"$source_dir/build.sh" "$build_dir"
mvn -B -Dstyle.color=never -f "$source_dir/pom.xml" \
  -Dgancho.build.directory="$build_dir/target" test
