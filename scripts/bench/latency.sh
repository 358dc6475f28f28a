#!/usr/bin/env bash
# How long a state takes, under half of the load that the server can deliver
# and when there is hardly any.
#
#   --seconds N    length of each measurement (default 20)
#   --rate N       the half load; by default half of what the closed loop of
#                  the throughput benchmark reaches just before
#   --load_curve   also at 10, 25, 50, 75 and 90 % of what it reaches
#
# From the moment at which a state is due to be sent to the first byte of its
# request at the receiver (over TLS), and to its acknowledgement; every state
# and every outcome is fsynced. The load does not wait for the server.
set -euo pipefail
seconds=20 rate=0 idle_rate=100 load_curve=false
if [[ $GANCHO_BENCH_SMOKE == true ]]; then seconds=1; fi
while (($# > 0)); do
  case $1 in
    --seconds) seconds=$2 && shift ;;
    --rate) rate=$2 && shift ;;
    --load_curve) load_curve=true ;;
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
make_certificate
start_receiver 1 --certificate="$work/sink.crt" --key="$work/sink.key"
# shellcheck disable=SC2119
start_server
setup --event="$(bench_event https)" >"$work/setup.json"

# measure NAME RATE SECONDS : {first byte's quantiles, ack's quantiles,
# delivered_per_s until the last has arrived}
measure() {
  local feed sent=$(($2 * $3)) begin end
  feed=$(paced_feed --rate="$2" --count="$sent" --call_prefix="$1")
  begin=$(jq .begin_us <<<"$feed")
  arrived() { (($(receiver "take?after=$begin" | jq .count) >= sent)); }
  wait_until 60 arrived
  end=$(($(date +%s%N) / 1000))
  receiver "take?after=$begin" | jq -c --argjson feed "$feed" \
    --argjson ended "$end" '. + $feed + {delivered_per_s:
      (.count * 1e6 / ($ended - $feed.begin_us) | round)}'
}

if ((rate == 0)); then
  closed=$("$bin/gancho-bench-feed" --server="$server_address" \
    --metrics_port="$metrics_port" --seconds="$((seconds / 2 + 1))" \
    --warmup_seconds=1 --call_prefix=closed)
  rate=$(jq '.deliveries_per_s / 2 | floor' <<<"$closed")
fi
say "half load: $rate states/s"
measure warm "$rate" "$((seconds > 5 ? 5 : 1))" >/dev/null
half=$(measure half "$rate" "$seconds")
say "half load: $half"
idle=$(measure idle "$idle_rate" "$seconds")
say "idle: $idle"
: >"$work/curve"
if $load_curve; then
  for percent in 10 25 50 75 90; do
    offered=$((rate * 2 * percent / 100))
    point=$(measure "curve$percent" "$offered" "$seconds")
    say "$percent %: $point"
    jq -c --argjson percent "$percent" --argjson offered "$offered" '{
      load_percent: $percent, offered_per_s: $offered, delivered_per_s,
      first_byte_p50_ms: .p50_ms, first_byte_p99_ms: .p99_ms,
      first_byte_p999_ms: .p999_ms, first_byte_max_ms: .max_ms, ack_p50_ms,
      ack_p99_ms, ack_p999_ms, ack_max_ms}' <<<"$point" >>"$work/curve"
  done
fi
repeated=$(receiver take | jq .repeated)
figures=$(jq -n --argjson rate "$rate" --argjson h "$half" \
  --argjson i "$idle" --slurpfile c "$work/curve" 'def figures($n; $f): {
    "\($n)_first_byte_p50_ms": $f.p50_ms,
    "\($n)_first_byte_p99_ms": $f.p99_ms,
    "\($n)_first_byte_p999_ms": $f.p999_ms,
    "\($n)_first_byte_max_ms": $f.max_ms,
    "\($n)_ack_p50_ms": $f.ack_p50_ms, "\($n)_ack_p99_ms": $f.ack_p99_ms,
    "\($n)_ack_p999_ms": $f.ack_p999_ms, "\($n)_ack_max_ms": $f.ack_max_ms};
  {half_load_rate: $rate} + figures("half_load"; $h) + figures("idle"; $i)
  + if $c != [] then {load_curve: $c} else {} end')
if ((repeated != 0)); then
  print_figures "$figures"
  echo "error: $repeated requests came twice" >&2
  exit 1
fi
print_figures "$figures"
