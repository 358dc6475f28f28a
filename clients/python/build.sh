#!/usr/bin/env bash
# Builds the wheel into BUILD_DIR/wheel and a virtual environment with it and
# what the tests need into BUILD_DIR/venv. Quick and quiet when nothing changed.
# Usage: build.sh BUILD_DIR
set -euo pipefail

if (($# != 1)); then
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build_dir=$(realpath -m "$1")
readonly source_dir build_dir
readonly venv=$build_dir/venv
readonly pip=("$venv/bin/pip" --quiet --disable-pip-version-check)

# The stamp is a copy of what was installed, so that a new version replaces it.
readonly requirements=$source_dir/test_requirements.txt
if ! cmp -s "$requirements" "$venv/installed.txt"; then
  rm -rf "$venv"
  mkdir -p "$build_dir"
  python3 -m venv "$venv"
  "${pip[@]}" install -r "$requirements"
  cp "$requirements" "$venv/installed.txt"
fi

# What the wheel is made of, in one line.
digest=$(cd "$source_dir" && find src pyproject.toml README.md build.sh -type f \
  -not -path '*/__pycache__/*' -not -path '*.egg-info/*' -print0 | sort -z |
  xargs -0 sha256sum | sha256sum)
if [[ $digest == "$(cat "$venv/wheel.txt" 2>/dev/null)" ]]; then exit 0; fi

# A copy, because setuptools writes beside what it builds.
package=$build_dir/package
rm -rf "$package" "$build_dir/wheel"
mkdir -p "$package"
cp -r "$source_dir"/{src,pyproject.toml,README.md} "$source_dir/../../LICENSE" \
  "$package"
"${pip[@]}" wheel --no-deps --no-build-isolation \
  --wheel-dir "$build_dir/wheel" "$package"
"${pip[@]}" install --no-deps --force-reinstall "$build_dir"/wheel/*.whl
echo "$digest" >"$venv/wheel.txt"
