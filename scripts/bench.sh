#!/usr/bin/env bash
# Measures, and says what it measured.
#
#   scripts/bench.sh [NAME] [--json] [--smoke] [-- OPTIONS...]
#
# NAME is one of the files in scripts/bench/ (default: throughput); "report" runs
# them all and renews docs/performance.md. With --json the last line is one JSON
# object of figures. --smoke runs a tiny size, to see that the benchmark works;
# its figures mean nothing. OPTIONS are the benchmark's own; "scripts/bench.sh
# NAME -- --help" lists them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

name=throughput
export GANCHO_BENCH_JSON=false GANCHO_BENCH_SMOKE=false
options=()
while (($# > 0)); do
  case $1 in
    --json) GANCHO_BENCH_JSON=true ;;
    --smoke) GANCHO_BENCH_SMOKE=true ;;
    --)
      shift
      options+=("$@")
      break
      ;;
    -h | --help)
      sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
      exit 0
      ;;
    --*)
      options+=("$@")
      break
      ;;
    *) name=$1 ;;
  esac
  shift
done
if [[ ! -x scripts/bench/$name.sh ]]; then
  echo "error: no benchmark '$name'; there are:" >&2
  find scripts/bench -name '*.sh' -perm -u+x -printf '  %f\n' | sort |
    sed 's/\.sh$//' >&2
  exit 2
fi
if [[ -z ${GANCHO_BENCH_BUILT:-} ]]; then
  scripts/install_dependencies.sh
  echo "== building the release preset"
  cmake --preset release --log-level=WARNING >/dev/null
  cmake --build --preset release -j "$(nproc)" \
    --target ganchod gancho-bench-feed gancho-bench-language \
    gancho-bench-load gancho-bench-paced-feed gancho-bench-receiver \
    gancho-bench-setup
fi
exec "scripts/bench/$name.sh" "${options[@]}"
