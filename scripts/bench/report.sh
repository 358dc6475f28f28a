#!/usr/bin/env bash
# Runs every benchmark, keeps the figures, draws them, and writes them into
# docs/performance.md. Give it a machine of its own: everything else that runs
# is part of what it measures.
#
#   --runs N           of each benchmark (default 3)
#   --only "NAME..."   these benchmarks alone; what is kept of others stays
#   --output DIR       for NAME.json and the charts (default docs/performance)
#   --page FILE        whose tables are replaced (default docs/performance.md)
#   --ended "N..."     what growth is to keep, such as "0 1000000 10000000"
#   --draw             runs nothing: draws and writes what is kept
set -euo pipefail
runs=3 only='' output=docs/performance page=docs/performance.md ended=''
draw=false
smoke=()
if [[ $GANCHO_BENCH_SMOKE == true ]]; then
  # Figures that mean nothing go nowhere.
  output=$(mktemp -d)
  trap 'rm -rf "$output"' EXIT
  cp "$page" "$output/page.md"
  runs=1 only='latency unary' page=$output/page.md smoke=(--smoke)
fi
while (($# > 0)); do
  case $1 in
    --runs) runs=$2 && shift ;;
    --only) only=$2 && shift ;;
    --output) output=$2 && shift ;;
    --page) page=$2 && shift ;;
    --ended) ended=$2 && shift ;;
    --draw) draw=true ;;
    *)
      sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
      exit 2
      ;;
  esac
  shift
done
export GANCHO_BENCH_BUILT=1
mkdir -p "$output"

# A 4 KiB write and its fsync where the ledgers are, median in milliseconds.
fsync_ms() {
  python3 - <<'PYTHON'
import os, statistics, tempfile, time
times = []
with tempfile.TemporaryFile() as file:
    for _ in range(200):
        begin = time.perf_counter()
        os.write(file.fileno(), bytes(4096))
        os.fdatasync(file.fileno())
        times.append((time.perf_counter() - begin) * 1000)
print(round(statistics.median(times), 3))
PYTHON
}

environment() {
  jq -n --arg processor "$(sed -n 's/^model name.*: //p' /proc/cpuinfo |
    head -n 1)" --argjson cores "$(nproc)" \
    --argjson memory "$(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' \
      /proc/meminfo)" --arg kernel "$(uname -r)" \
    --arg compiler "$(c++ --version | head -n 1)" \
    --argjson fsync "$(fsync_ms)" \
    --arg commit "$(git describe --always --dirty 2>/dev/null || echo -)" \
    --arg date "$(date -u +%F)" '{processor: $processor, cores: $cores,
      memory_gib: $memory, kernel: $kernel, compiler: $compiler,
      fsync_ms: $fsync, commit: $commit, date: $date}'
}

# run NAME [OPTION...] : its figures, --runs times, into OUTPUT/NAME.json. One
# that fails leaves what was kept before, and the others their turn.
failed=()
run() {
  local name=$1 i found
  found=$(environment)
  : >"$output/$name.runs"
  for ((i = 1; i <= runs; i++)); do
    printf '== %s, run %s of %s\n' "$name" "$i" "$runs" >&2
    if ! scripts/bench.sh "$name" "${smoke[@]}" --json -- "${@:2}" \
      >"$output/$name.out"; then
      failed+=("$name")
      rm "$output/$name.runs" "$output/$name.out"
      return
    fi
    tail -n 1 "$output/$name.out" >>"$output/$name.runs"
  done
  jq -s --argjson environment "$found" '{environment: $environment, runs: .}' \
    "$output/$name.runs" >"$output/$name.json.new"
  mv "$output/$name.json.new" "$output/$name.json"
  rm "$output/$name.runs" "$output/$name.out"
}

names=()
if ! $draw; then
  read -ra names <<<"${only:-throughput latency isolation fairness fan_in \
fan_out unary body growth language backlog retention}"
fi
for name in "${names[@]}"; do
  case $name in
    latency) run latency --load_curve ;;
    growth) run growth ${ended:+--ended "$ended"} ;;
    *) run "$name" ;;
  esac
done
charts=$(PYTHONDONTWRITEBYTECODE=1 python3 scripts/bench/report.py "$output" "$page")
figures=$(jq -n --argjson benchmarks "$(find "$output" -name '*.json' | wc -l)" \
  --argjson charts "$charts" '{benchmarks: $benchmarks, charts: $charts}')
if [[ $GANCHO_BENCH_JSON == true ]]; then
  jq -c . <<<"$figures"
else
  jq . <<<"$figures"
fi
if ((${#failed[@]} > 0)); then
  echo "error: failed: ${failed[*]}" >&2
  exit 1
fi
