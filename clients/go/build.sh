#!/usr/bin/env bash
# Builds the package, its example and the driver of its tests into BUILD_DIR.
# Quick and quiet when nothing changed. Usage: build.sh BUILD_DIR
set -euo pipefail

if (($# != 1)); then
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
build_dir=$(realpath -m "$1")
readonly build_dir
cd "$(dirname "${BASH_SOURCE[0]}")"
export GOTOOLCHAIN=local GOFLAGS=-mod=readonly GOWORK=off

mkdir -p "$build_dir"
# Says nothing when all is there.
go mod download
go vet ./...
go build -buildvcs=false -o "$build_dir/driver" ./internal/driver
go build -buildvcs=false -o "$build_dir/stream_calls" ./examples/stream_calls
