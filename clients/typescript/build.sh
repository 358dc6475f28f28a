#!/usr/bin/env bash
# Builds the package and the driver of its tests into BUILD_DIR; nothing is
# written beside the sources. Afterwards there is BUILD_DIR/gancho-client.tgz,
# to be installed by npm. Quick and quiet when nothing changed.
# Usage: build.sh BUILD_DIR
set -euo pipefail

if (($# != 1)); then
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build_dir=$(realpath -m "$1")
package=$build_dir/package
readonly source_dir build_dir package
readonly inputs=(package.json package-lock.json tsconfig.json README.md src test examples)

# What all inputs are, in one line.
digest() {
  (cd "$source_dir" && {
    find "${inputs[@]}" build.sh -type f -print0 | sort -z | xargs -0 sha256sum
    node --version
  }) | sha256sum
}

mkdir -p "$build_dir"
# Two at once would build into the same folder.
exec 9>"$build_dir/.lock"
flock 9

stamp=$(digest)
if [[ $stamp == "$(cat "$build_dir/built" 2>/dev/null)" ]]; then exit 0; fi
rm -f "$build_dir/built"

mkdir -p "$package"
for input in "${inputs[@]}"; do
  rm -rf "${package:?}/$input"
  cp -r "$source_dir/$input" "$package/$input"
done
cp "$source_dir/../../LICENSE" "$package/LICENSE"
cd "$package"
if ! cmp -s package-lock.json "$build_dir/installed.json"; then
  npm ci --silent --no-audit --no-fund
  cp package-lock.json "$build_dir/installed.json"
fi
# Of files that are gone, nothing may stay.
rm -rf dist
node_modules/.bin/tsc
npm pack --silent --pack-destination "$build_dir" >"$build_dir/packed.txt"
mv "$build_dir/$(cat "$build_dir/packed.txt")" "$build_dir/gancho-client.tgz"
echo "$stamp" >"$build_dir/built"
