#!/usr/bin/env bash
# Checks the types and runs the tests of the package, against the wheel that
# build.sh built. Usage: test.sh BUILD_DIR
set -euo pipefail
build_dir=$(realpath -m "${1:?usage: test.sh BUILD_DIR}")
readonly build_dir
cd "$(dirname "${BASH_SOURCE[0]}")"
export PYTHONDONTWRITEBYTECODE=1
"$build_dir/venv/bin/python" -m mypy --cache-dir "$build_dir/mypy_cache"
exec "$build_dir/venv/bin/python" -m pytest -q -p no:cacheprovider
