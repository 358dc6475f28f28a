#!/usr/bin/env bash
# Runs the tests of the package. Usage: test.sh BUILD_DIR
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export GOTOOLCHAIN=local GOFLAGS=-mod=readonly GOWORK=off
unformatted=$(gofmt -l .)
if [[ -n $unformatted ]]; then
  printf 'not as gofmt writes it: %s\n' "$unformatted" >&2
  exit 1
fi
exec go test -count=1 -timeout=300s ./...
