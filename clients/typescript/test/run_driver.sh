#!/usr/bin/env bash
# Runs the driver that build.sh has built. Usage: run_driver.sh BUILD_DIR FLAG...
set -euo pipefail
exec node "${1:?BUILD_DIR}/package/dist/test/driver.js" "${@:2}"
