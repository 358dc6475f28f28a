#!/usr/bin/env bash
# Verifies signatures of ours with the standardwebhooks libraries of Python and
# Go, which it installs below BUILD_DIR, at the versions of requirements.txt
# and go.mod. Usage: verify.sh PRINT_SIGNATURES BUILD_DIR
set -euo pipefail

if (($# != 2)); then
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
print_signatures=$(realpath "$1")
build_dir=$(realpath -m "$2")
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly print_signatures build_dir source_dir

# The stamp is a copy of what was installed, so that a new version replaces it.
install_python() {
  local venv=$build_dir/python
  if cmp -s "$source_dir/requirements.txt" "$venv/installed.txt"; then return; fi
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check \
    -r "$source_dir/requirements.txt"
  cp "$source_dir/requirements.txt" "$venv/installed.txt"
}

build_go() {
  local work=$build_dir/go minor
  rm -rf "$work"
  mkdir -p "$work"
  cp "$source_dir"/go/{main.go,go.mod,go.sum} "$work"
  cd "$work"
  export GOTOOLCHAIN=local GOFLAGS=
  minor=$(go env GOVERSION | sed -E 's/^go1\.([0-9]+).*/\1/')
  if ((minor >= 21)); then
    # These want the version that the library names; older ones refuse it.
    go mod edit -go=1.21.0
  fi
  go mod vendor
  if ((minor < 20)); then
    # The library joins two errors where a timestamp is no number, which Go
    # 1.19 cannot; nothing else in it is newer.
    sed -i 's/errors\.Join(err, ErrInvalidHeaders)/ErrInvalidHeaders/' \
      vendor/github.com/standard-webhooks/standard-webhooks/libraries/go/webhook.go
  fi
  go build -mod=vendor -o verify .
  cd - >/dev/null
}

mkdir -p "$build_dir"
install_python
build_go

"$print_signatures" >"$build_dir/signatures.jsonl"
code=0
"$build_dir/python/bin/python" "$source_dir/verify.py" \
  <"$build_dir/signatures.jsonl" || code=1
"$build_dir/go/verify" <"$build_dir/signatures.jsonl" || code=1
exit "$code"
