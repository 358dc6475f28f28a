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
  language) keys='render_us filter_ns match_growth' ;;
  backlog)
    keys='pending rss_mib healthy_p99_ratio restart_to_first_delivery_s
      drain_ratio'
    ;;
  fairness) keys='unloaded_ms loaded_ms ratio pending' ;;
  fan_in) keys='states_per_s deliveries_per_s ack_p99_ms ratio' ;;
  fan_out)
    keys='triggers_deliveries_per_s triggers_ratio
      destinations_deliveries_per_s destinations_ratio'
    ;;
  unary) keys='calls_per_s deliveries_per_s p50_ms p99_ms' ;;
  body) keys='deliveries_per_s mb_per_s rss_mib ratio' ;;
  growth)
    keys='growth_ratio triggers_growth_ratio ended_growth_ratio
      triggers_rss_mib ended_rss_mib'
    ;;
  report) keys='benchmarks charts' ;;
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
