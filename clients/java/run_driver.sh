#!/usr/bin/env bash
# Runs the driver that build.sh has built. Usage: run_driver.sh BUILD_DIR FLAG...
set -euo pipefail
build_dir=${1:?BUILD_DIR}
exec java \
  -cp "$build_dir/target/test-classes:$build_dir/target/classes:$build_dir/lib/*" \
  dev.gancho.driver.Driver "${@:2}"
