#!/usr/bin/env bash
# Runs the driver with what build.sh built. Usage: run_driver.sh BUILD_DIR FLAG...
set -euo pipefail
build_dir=${1:?usage: run_driver.sh BUILD_DIR FLAG...}
shift
exec "$build_dir/venv/bin/python" \
  "$(dirname "${BASH_SOURCE[0]}")/tests/driver.py" "$@"
