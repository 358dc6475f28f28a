#!/usr/bin/env bash
# One state that fires many triggers, and many destinations.
#
#   --triggers "N..."      triggers that a state fires, each with an event of its
#                          own, all to the sink (default "1 10 100")
#   --destinations "N..."  origins with an event and a trigger each, of which a
#                          state fires one (default "1 100 10000")
#   --seconds N            length of each measurement (default 10)
#
# The sink is that of the throughput benchmark; the many origins are addresses
# of one receiver that speaks plain HTTP, so the two are not to be compared.
# At most 8,192 deliveries wait.
set -euo pipefail
triggers='1 10 100' destinations='1 100 10000' seconds=10 warm_up=3
if [[ $GANCHO_BENCH_SMOKE == true ]]; then
  triggers='1 10' destinations='1 20' seconds=1 warm_up=0.5
fi
while (($# > 0)); do
  case $1 in
    --triggers) triggers=$2 && shift ;;
    --destinations) destinations=$2 && shift ;;
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
start_receiver "$(tr ' ' '\n' <<<"$destinations" | sort -n | tail -n 1)"
# shellcheck disable=SC2119
start_server

# measure NAME COUNT ACCOUNT FLAG... : appends a point to $work/NAME.
measure() {
  local figures rss
  figures=$(load --parent="accounts/$3" --streams=16 --seconds="$seconds" \
    --warmup_seconds="$warm_up" --call_prefix="$3" "${@:4}")
  rss=$(server_rss_mib)
  say "$2 $1: $figures, $rss MiB resident"
  jq -c --arg name "$1" --argjson count "$2" --argjson rss "$rss" \
    '{($name): $count, deliveries_per_s, states_per_s, ack_p50_ms, ack_p99_ms,
      rss_mib: $rss}' <<<"$figures" >>"$work/$1"
}

create_account() {
  rpc AccountService/CreateAccount \
    "{\"account_id\": \"$1\", \"account\": {}}" >>"$work/accounts.json"
}

for count in $triggers; do
  create_account "t$count"
  setup --parent="accounts/t$count" --events="$count" \
    --event="$(sink_event '')" >>"$work/setup.json"
  measure triggers "$count" "t$count" --deliveries_per_state="$count"
done
for count in $destinations; do
  create_account "n$count"
  made=$(setup --parent="accounts/n$count" --events="$count" \
    --filter='queue = "q@N@"' --event="$(bench_event http)")
  say "$count destinations: $made"
  measure destinations "$count" "n$count" --queues="$count"
done
print_figures "$(jq -n --slurpfile t "$work/triggers" \
  --slurpfile d "$work/destinations" '
  def ratio($p): $p[-1].deliveries_per_s / $p[0].deliveries_per_s * 1000
    | round / 1000;
  {triggers_deliveries_per_s: $t[-1].deliveries_per_s,
   triggers_ratio: ratio($t),
   destinations_deliveries_per_s: $d[-1].deliveries_per_s,
   destinations_ratio: ratio($d), triggers: $t, destinations: $d}')"
