#!/usr/bin/env bash
# Many callers: one, and up to thousands of streams at once.
#
#   --streams "N..."   numbers of streams (default "1 16 256 2048")
#   --seconds N        length of each measurement (default 10)
#
# However many streams there are, they have about 4,096 states together that are
# not acknowledged. So a message has 256 states with one stream, and one state
# with 2,048: that is what many quiet callers look like. Every state makes a
# delivery to the sink (see throughput), and at most 8,192 of them wait. 64
# streams share a connection.
set -euo pipefail
streams='1 16 256 2048' seconds=10 warm_up=2
if [[ $GANCHO_BENCH_SMOKE == true ]]; then
  streams='1 16' seconds=1 warm_up=0.5
fi
while (($# > 0)); do
  case $1 in
    --streams) streams=$2 && shift ;;
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

for count in $streams; do
  figures=$(load --streams="$count" --seconds="$seconds" \
    --warmup_seconds="$warm_up" --call_prefix="s$count")
  rss=$(server_rss_mib)
  say "$count streams: $figures, $rss MiB resident"
  jq -c --argjson streams "$count" --argjson rss "$rss" '{streams: $streams,
    states_per_s, deliveries_per_s, ack_p50_ms, ack_p99_ms, ack_max_ms,
    rss_mib: $rss}' <<<"$figures" >>"$work/points"
done
print_figures "$(jq -s '{states_per_s: .[-1].states_per_s,
  deliveries_per_s: .[-1].deliveries_per_s, ack_p99_ms: .[-1].ack_p99_ms,
  ratio: (.[-1].states_per_s / .[0].states_per_s * 1000 | round / 1000),
  points: .}' "$work/points")"
