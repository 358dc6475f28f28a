#!/usr/bin/env bash
# What a large backlog of dead destinations costs.
#
#   --pending N   deliveries that wait (default 10000000)
#   --dead N      destinations they wait for, half of which never answer and
#                 half of which answer 500 (default 100)
#   --healthy N   destinations beside them (default 20)
#   --rate N      states a second for the healthy ones (default 200)
#   --seconds N   length of each measurement (default 30)
#   --rounds N    measurements of the latency, of which the median counts
#                 (default 3)
#
# One server. Its throughput is measured first (a closed load to one event, see
# gancho-bench-feed), then a steady load to the healthy destinations, without
# and with the backlog: the latency is from the moment at which a state is due
# to be sent to the first byte of its request. Then the server is killed, the
# dead come back, and the server starts again on the same directory: the time
# from its start to the first request, and the rate at which the backlog goes
# out, counted from 12 s after the start, when every breaker has closed.
# rss_mib is the most that either server had resident at any time.
set -euo pipefail
pending=10000000 dead=100 healthy=20 rate=200 seconds=30 rounds=3
settle=12
if [[ $GANCHO_BENCH_SMOKE == true ]]; then
  pending=6000 dead=4 healthy=2 rate=100 seconds=2 rounds=1 settle=0
fi
while (($# > 0)); do
  case $1 in
    --pending) pending=$2 && shift ;;
    --dead) dead=$2 && shift ;;
    --healthy) healthy=$2 && shift ;;
    --rate) rate=$2 && shift ;;
    --seconds) seconds=$2 && shift ;;
    --rounds) rounds=$2 && shift ;;
    *)
      sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
      exit 2
      ;;
  esac
  shift
done
# shellcheck source=scripts/bench/environment.sh
source scripts/bench/environment.sh
make_certificate
# Numbers below `dead` are the dead ones, then come the healthy ones, and last
# the one that the throughput is measured with.
start_receiver $((dead + healthy + 1))
# shellcheck disable=SC2119
start_server
delivered() { metric 'gancho_deliveries_ended_total{state="DELIVERED"}'; }
peak_rss_mib() {
  awk '/^VmHWM/ { printf "%d\n", $2 / 1024 }' "/proc/$server_pid/status"
}

setup --events=$((dead + healthy)) --filter='queue = "q@N@"' \
  --event="$(bench_event http)" >"$work/setup.json"
rpc AccountService/CreateAccount '{"account_id": "throughput",
  "account": {"time_zone": "UTC"}}' >"$work/account.json"
last=$((dead + healthy))
setup --parent=accounts/throughput --event="$(bench_event http |
  sed "s/@N@/$last/; s/@HOST@/127.0.$((1 + last / 250)).$((1 + last % 250))/")" \
  >>"$work/setup.json"

# steady NAME : the load to the healthy destinations and their latencies.
steady() {
  local feed begin count=$((rate * seconds))
  feed=$(paced_feed --rate="$rate" --count="$count" --call_prefix="$1" \
    --destinations="$healthy" --first_destination="$dead")
  begin=$(jq .begin_us <<<"$feed")
  arrived() {
    (($(receiver "take?from=$dead&to=$((dead + healthy))&after=$begin" |
      jq .count) >= count))
  }
  wait_until 120 arrived
  receiver "take?from=$dead&to=$((dead + healthy))&after=$begin" |
    jq -c --argjson feed "$feed" '. + {ack_p99_ms: $feed.ack_p99_ms}'
}

# measure NAME : several of them, and the median of their figures.
measure() {
  local round
  for ((round = 1; round <= rounds; round++)); do
    steady "$1-$round" | tee -a "$work/$1.jsonl" >&2
  done
  jq -sc 'def median($f): map(.[$f]) | sort | .[length / 2 | floor];
    {p50_ms: median("p50_ms"), p99_ms: median("p99_ms")}' "$work/$1.jsonl"
}

throughput=$("$bin/gancho-bench-feed" --server="$server_address" \
  --parent=accounts/throughput --metrics_port="$metrics_port" \
  --seconds="$seconds" --warmup_seconds=1 --call_prefix=closed |
  jq .deliveries_per_s)
say "throughput: $throughput deliveries/s"
seconds_before=$seconds seconds=2
steady warm >/dev/null
seconds=$seconds_before
baseline=$(measure baseline)
say "without a backlog: $baseline"

receiver "behave?hang=$((dead / 2))&fail=$((dead - dead / 2))" >/dev/null
fill=$(paced_feed --rate=0 --count="$pending" --call_prefix=backlog \
  --destinations="$dead")
say "backlog: $(jq -c '{sent, states_per_s, rejected}' <<<"$fill")," \
  "$(server_rss_mib) MiB resident, $(du -sm "$work/data" | cut -f 1) MiB on disk"
beside=$(measure beside)
say "beside the backlog: $beside"
rss=$(peak_rss_mib)
say "at most $rss MiB resident"

kill -9 "$server_pid"
wait "$server_pid" 2>/dev/null || true
begin=$(receiver "behave?hang=0&fail=0" | jq .now_us)
# shellcheck disable=SC2119
start_server
listening=$(date +%s%6N)
first() { (($(receiver first | jq .first_us) > 0)); }
wait_until 300 first
first=$(receiver first | jq .first_us)
restart=$(awk -v a="$begin" -v b="$first" 'BEGIN { printf "%.3f", (b - a) / 1e6 }')
say "first request $restart s after the start, listening after" \
  "$(((listening - begin) / 1000)) ms"

sleep "$settle"
# What is left now drains for some seconds, or until it is nearly gone.
drain_begin=$(date +%s%N)
drained_before=$(delivered)
while (($(date +%s%N) - drain_begin < seconds * 1000000000)); do
  sleep 0.2
  if (($(delivered) >= pending * 95 / 100)); then break; fi
done
drained=$(delivered)
drain_end=$(date +%s%N)
drain=$(awk -v a="$drained_before" -v b="$drained" \
  -v ns=$((drain_end - drain_begin)) 'BEGIN { printf "%.0f", (b - a) / ns * 1e9 }')
after=$(peak_rss_mib)
say "$drained drained since the restart, at last $drain deliveries/s," \
  "at most $after MiB resident"
((after <= rss)) || rss=$after
print_figures "$(jq -n --argjson fill "$fill" --argjson rss "$rss" \
  --argjson u "$baseline" --argjson b "$beside" --argjson restart "$restart" \
  --argjson drain "$drain" --argjson throughput "$throughput" '
  def ratio($a; $b): if $b > 0 then $a / $b * 1000 | round / 1000
    else null end;
  {pending: ($fill.acknowledged - $fill.rejected), rss_mib: $rss,
   healthy_p99_ratio: ratio($b.p99_ms; $u.p99_ms),
   restart_to_first_delivery_s: $restart,
   drain_ratio: ratio($drain; $throughput),
   healthy_p99_ms: $b.p99_ms, baseline_p99_ms: $u.p99_ms,
   healthy_p50_ms: $b.p50_ms, baseline_p50_ms: $u.p50_ms,
   drain_per_s: $drain, throughput_per_s: $throughput,
   fill_per_s: $fill.states_per_s}')"
