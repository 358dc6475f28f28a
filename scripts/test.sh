#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test.
#
#   scripts/test.sh                all tests of the release build, the fast part
#                                  of scripts/check.sh, then unit and
#                                  integration tests under ASan and UBSan, and
#                                  50,000 inputs for each fuzzer
#   scripts/test.sh --release      only the release build
#   scripts/test.sh --asan         only ASan and UBSan
#   scripts/test.sh --tsan         only ThreadSanitizer: the engine and the
#                                  streams, with gRPC and RocksDB faked
#   scripts/test.sh --crash N      the crash tests of the release build, N
#                                  rounds in all, shared by kill -9 and power
#                                  cuts; the last line is the sum of both
#   scripts/test.sh --fuzz SECONDS what is read from outside under libFuzzer, that
#                                  long for each target
#   scripts/test.sh --clients      the clients of all languages, built from
#                                  nothing, with the real server killed ten times
#                                  while 100,000 states flow; whether generated
#                                  code is up to date; signatures by the
#                                  libraries of others
#   scripts/test.sh --filter RE    only tests whose name matches; goes with any
#                                  of the above
#
# GANCHO_JOBS sets how many compilers and tests run at once (default: cores).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly jobs=${GANCHO_JOBS:-$(nproc)}
# A clean checkout has an hour on two cores. When the release build took longer
# than this, the sanitizers would not end in time; said aloud when it happens.
readonly asan_start_limit_minutes=${GANCHO_ASAN_START_LIMIT_MINUTES:-32}
readonly fuzz_start_limit_minutes=${GANCHO_FUZZ_START_LIMIT_MINUTES:-48}
# Inputs for each fuzzer in the ordinary run: up to 20 s.
readonly fuzz_runs=50000

usage() {
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
}

runs=()
filter=
crash_rounds=
fuzz_seconds=
while (($# > 0)); do
  case $1 in
    --release | --asan | --tsan | --clients) runs+=("${1#--}") ;;
    --crash)
      crash_rounds=${2:-}
      if [[ ! $crash_rounds =~ ^[1-9][0-9]*$ ]]; then
        echo "error: --crash needs a number of rounds" >&2
        exit 2
      fi
      runs+=(crash)
      shift
      ;;
    --fuzz)
      fuzz_seconds=${2:-}
      if [[ ! $fuzz_seconds =~ ^[1-9][0-9]*$ ]]; then
        echo "error: --fuzz needs a number of seconds" >&2
        exit 2
      fi
      runs+=(fuzz)
      shift
      ;;
    --filter)
      filter=${2:?--filter needs a regular expression}
      shift
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
  shift
done
default_run=false
if ((${#runs[@]} == 0)); then
  default_run=true
  runs=(check release asan fuzz)
  fuzz_seconds=120
fi

say() { printf '\n== %s\n' "$*"; }

summary=()
closing_lines=()

finish() {
  local code=$?
  say "${SECONDS} s in all"
  printf '   %s\n' "${summary[@]}"
  # The line by which ctest closes, once more, where it is seen.
  if ((${#closing_lines[@]} > 0)); then
    printf '%s\n' "${closing_lines[@]}"
  fi
  exit "$code"
}
trap finish EXIT

# stage NAME COMMAND... : runs it, says what it is and how long it took.
stage() {
  local name=$1 start=$SECONDS code=0
  shift
  say "$name"
  "$@" || code=$?
  local result=ok
  if ((code != 0)); then result="FAILED ($code)"; fi
  summary+=("$(printf '%-24s %5d s  %s' "$name" $((SECONDS - start)) "$result")")
  return "$code"
}

configure() { cmake --preset "$1" --log-level=WARNING; }
build() { cmake --build --preset "$1" -j "$jobs" "${@:2}"; }

# run_ctest PRESET ARGUMENT... : the tests, and keeps their closing line.
run_ctest() {
  local preset=$1 code=0 log=build/$1/ctest.log line
  shift
  if [[ -n $filter ]]; then set -- "$@" -R "$filter"; fi
  ctest --preset "$preset" -j "$jobs" "$@" 2>&1 | tee "$log" || code=$?
  line=$(grep -E '^[0-9]+% tests passed' "$log" || echo "no test ran")
  if [[ $preset == release ]]; then
    closing_lines+=("$line")
  else
    closing_lines=("$preset: $line" "${closing_lines[@]}")
  fi
  return "$code"
}

# A difference in format must not hide what the tests say: it fails at the end.
check_failed=false
run_check() { stage "check" scripts/check.sh --fast || check_failed=true; }

run_release() {
  stage "configure release" configure release
  stage "build release" build release
  stage "test release" run_ctest release
}

run_asan() {
  if $default_run && ((SECONDS > asan_start_limit_minutes * 60)); then
    summary+=("asan                     SKIPPED: $((SECONDS / 60)) minutes passed")
    return
  fi
  stage "configure asan" configure asan
  stage "build asan" build asan
  stage "test asan" run_ctest asan -L '^(unit|integration)$'
}

run_tsan() {
  stage "configure tsan" configure tsan
  stage "build tsan" build tsan --target gancho_tsan_tests
  stage "test tsan" run_ctest tsan -L '^tsan$'
}

# sum_crash_lines FILE : the closing lines of the programs, as one.
sum_crash_lines() {
  awk '
    match($0, /crash: rounds=.*/) {
      count = split(substr($0, RSTART + 7), figures, " ")
      for (i = 1; i <= count; i++) {
        split(figures[i], figure, "=")
        if (!(figure[1] in sum)) order[++names] = figure[1]
        sum[figure[1]] += figure[2]
      }
    }
    END {
      line = "crash:"
      for (i = 1; i <= names; i++) line = line " " order[i] "=" sum[order[i]]
      print line
    }' "$1"
}

run_crash() {
  stage "configure release" configure release
  stage "build release" build release
  # Each of the two programs plays a half, the larger one if it is odd.
  local code=0
  GANCHO_CRASH_ROUNDS=$(((crash_rounds + 1) / 2)) \
    stage "crash, $crash_rounds rounds" \
    run_ctest release -L '^crash$' --verbose || code=$?
  closing_lines+=("$(sum_crash_lines build/release/ctest.log)")
  return "$code"
}

# What is found new stays in build/fuzz/corpus/ and is where the next run begins;
# an input that breaks something is kept as build/fuzz/crash-*.
fuzz_target() {
  local name=${1##*/} found seed=()
  # The ordinary run tries the same inputs each time, on a fast machine and on
  # a slow one.
  if $default_run; then seed=(-seed=1 -runs="$fuzz_runs"); fi
  found=build/fuzz/corpus/${name%_fuzz}
  mkdir -p "$found"
  ASAN_OPTIONS=detect_stack_use_after_return=1 \
    UBSAN_OPTIONS=print_stacktrace=1 \
    "$1" "${seed[@]}" -max_total_time="$fuzz_seconds" -max_len=4096 \
    -timeout=20 \
    -rss_limit_mb=3000 -print_final_stats=1 -verbosity=0 \
    -artifact_prefix=build/fuzz/ "$found" "tests/fuzz/corpus/${name%_fuzz}"
}

run_fuzz() {
  local target
  if $default_run && [[ -n $filter ]]; then return; fi
  if $default_run && ((SECONDS > fuzz_start_limit_minutes * 60)); then
    summary+=("fuzz                     SKIPPED: $((SECONDS / 60)) minutes passed")
    return
  fi
  stage "install libFuzzer" scripts/install_dependencies.sh --fuzz
  stage "configure fuzz" configure fuzz
  stage "build fuzz" build fuzz
  for target in build/fuzz/tests/*_fuzz; do
    stage "${target##*/}" fuzz_target "$target"
  done
}

run_clients() {
  stage "install toolchains" scripts/install_dependencies.sh --clients
  stage "configure release" configure release
  stage "build release" build release
  rm -rf build/release/client_packages
  GANCHO_CLIENT_KILLS=10 GANCHO_CLIENT_STATES=100000 \
    stage "test clients" run_ctest release -L '^clients$'
  stage "generated code" scripts/generate.sh --check
}

stage "install" scripts/install_dependencies.sh
for run in "${runs[@]}"; do
  "run_$run"
done
if $check_failed; then exit 1; fi
