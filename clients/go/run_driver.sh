#!/usr/bin/env bash
# Runs the driver that build.sh built. Usage: run_driver.sh BUILD_DIR FLAG...
set -euo pipefail
build_dir=${1:?usage: run_driver.sh BUILD_DIR FLAG...}
shift
exec "$build_dir/driver" "$@"
