#!/usr/bin/env bash
# ReportCallState, a call a state, from many clients at once.
#
#   --clients N    each with one call under way (default 64)
#   --seconds N    length of the measurement (default 10)
#
# The calls share a connection. Each makes a delivery to the sink (see
# throughput), and at most 8,192 of them wait. The latency is from the call to
# its answer, which comes when the state and its delivery are fsynced.
set -euo pipefail
clients=64 seconds=10 warm_up=2
if [[ $GANCHO_BENCH_SMOKE == true ]]; then seconds=1 warm_up=0.5; fi
while (($# > 0)); do
  case $1 in
    --clients) clients=$2 && shift ;;
    --seconds) seconds=$2 && shift ;;
    *)
      sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
      exit 2
      ;;
  esac
  shift
done
# shellcheck source=scripts/bench/environment.sh
source scripts/bench/environment.sh
taskset -cp "${GANCHO_BENCH_CPUS:-0,1}" $$ >/dev/null
start_sink
# shellcheck disable=SC2119
start_server
setup --event="$(sink_event '')" >"$work/setup.json"
figures=$(load --unary="$clients" --seconds="$seconds" \
  --warmup_seconds="$warm_up")
say "$clients clients: $figures"
print_figures "$(jq --argjson clients "$clients" \
  --argjson rss "$(server_rss_mib)" '{clients: $clients,
    calls_per_s: .states_per_s, deliveries_per_s, p50_ms: .ack_p50_ms,
    p99_ms: .ack_p99_ms, p999_ms: .ack_p999_ms, max_ms: .ack_max_ms,
    rss_mib: $rss}' <<<"$figures")"
