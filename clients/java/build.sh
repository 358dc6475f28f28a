#!/usr/bin/env bash
# Builds the jar, the example and the driver of the tests into BUILD_DIR;
# nothing is written beside the sources. Afterwards there are
# BUILD_DIR/target/gancho-client-VERSION.jar and, in BUILD_DIR/lib, what it
# needs. Quick and quiet when nothing changed. Usage: build.sh BUILD_DIR
set -euo pipefail

if (($# != 1)); then
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build_dir=$(realpath -m "$1")
readonly source_dir build_dir

# What all inputs are, in one line.
digest() {
  (cd "$source_dir" && {
    find pom.xml build.sh src examples -type f -print0 | sort -z |
      xargs -0 sha256sum
    java -version 2>&1
  }) | sha256sum
}

mkdir -p "$build_dir"
# Two at once would build into the same folder.
exec 9>"$build_dir/.lock"
flock 9

stamp=$(digest)
if [[ $stamp == "$(cat "$build_dir/built" 2>/dev/null)" ]]; then exit 0; fi
rm -rf "${build_dir:?}"/{built,lib,examples}

mvn -q -B -Dstyle.color=never -f "$source_dir/pom.xml" \
  -Dgancho.build.directory="$build_dir/target" -DskipTests \
  package dependency:copy-dependencies \
  -DincludeScope=runtime -DoutputDirectory="$build_dir/lib"
javac --release 17 -Xlint:all,-path -Werror -d "$build_dir/examples" \
  -cp "$build_dir/target/classes:$build_dir/lib/*" \
  "$source_dir"/examples/src/main/java/*.java
echo "$stamp" >"$build_dir/built"
