#!/usr/bin/env bash
# smoke.sh NAME : runs the benchmark at its smallest and sees that the last line
# has every figure that scripts/bench.sh promises, each one a number.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

case $1 in
  throughput)
    keys='deliveries_per_s wrk_per_s ratio_median cpu_us_per_delivery lost
      duplicates reuse rss_mib'
    ;;
  latency)
    keys='half_load_first_byte_p50_ms half_load_first_byte_p99_ms
      half_load_ack_p50_ms half_load_ack_p99_ms idle_first_byte_p50_ms
      idle_first_byte_p99_ms'
    ;;
  isolation) keys='healthy_p99_ms baseline_p99_ms ratio' ;;
  fairness) keys='unloaded_ms loaded_ms ratio pending' ;;
  retention) keys='disk_ratio longest_pause_ms' ;;
  *)
    echo "error: the figures of '$1' are not known here" >&2
    exit 2
    ;;
esac
output=$(GANCHO_BENCH_BUILT=1 scripts/bench.sh "$1" --smoke --json)
figures=$(tail -n 1 <<<"$output")
echo "$figures"
for key in $keys; do
  if ! jq -e ".$key | type == \"number\"" <<<"$figures" >/dev/null; then
    echo "error: no figure '$key'" >&2
    exit 1
  fi
done
