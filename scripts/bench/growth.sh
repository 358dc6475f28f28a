#!/usr/bin/env bash
# Whether the server slows down as what it keeps grows.
#
#   --triggers "N..."   triggers in all, rising (default "1000 100000 1000000")
#   --accounts N        that they are spread over, evenly (default 1000)
#   --ended "N..."      ended deliveries kept, rising (default "0 1000000")
#   --seconds N         length of each measurement (default 10)
#
# Two axes, each with a server of its own. Triggers: each account has an event
# and one trigger that every state fires; the others have a filter on the queue
# that does not match. The load goes to 16 of the accounts. Ended deliveries:
# they are made as all deliveries are, through the API and to the sink of the
# throughput benchmark, so 10,000,000 take as long as that many deliveries do.
# Those of the measurement before count, too.
#
# growth_ratio is the first rate over the last one, of the axis where it is
# worse: 1 means that growth costs nothing.
set -euo pipefail
triggers='1000 100000 1000000' accounts=1000 ended='0 1000000'
seconds=10 warm_up=3
if [[ $GANCHO_BENCH_SMOKE == true ]]; then
  triggers='40 400' accounts=20 ended='0 2000' seconds=1 warm_up=0.5
fi
while (($# > 0)); do
  case $1 in
    --triggers) triggers=$2 && shift ;;
    --accounts) accounts=$2 && shift ;;
    --ended) ended=$2 && shift ;;
    --seconds) seconds=$2 && shift ;;
    *)
      sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
      exit 2
      ;;
  esac
  shift
done
if ((accounts < 16)); then
  echo "error: --accounts must be 16 or more" >&2
  exit 2
fi
# shellcheck source=scripts/bench/environment.sh
source scripts/bench/environment.sh
taskset -cp "${GANCHO_BENCH_CPUS:-0,1}" $$ >/dev/null
start_sink

# measure NAME COUNT JSON FLAG... : appends a point to $work/NAME.
measure() {
  local figures rss
  figures=$(load --streams=16 --seconds="$seconds" \
    --warmup_seconds="$warm_up" --call_prefix="$1$2" "${@:4}")
  rss=$(server_rss_mib)
  say "$2 $1: $figures, $rss MiB resident"
  jq -c --arg name "$1" --argjson count "$2" --argjson rss "$rss" \
    --argjson more "$3" '{($name): $count, deliveries_per_s, ack_p50_ms,
      ack_p99_ms, rss_mib: $rss} + $more' <<<"$figures" >>"$work/$1.points"
}

# restart_server : the same data again. Sets start_ms, the time until it is
# ready.
restart_server() {
  local begin
  kill -TERM "$server_pid"
  wait "$server_pid"
  begin=$(date +%s%N)
  # shellcheck disable=SC2119
  start_server
  start_ms=$((($(date +%s%N) - begin) / 1000000))
}

# shellcheck disable=SC2119
start_server
setup --parent=accounts/g --accounts="$accounts" --event="$(sink_event '')" \
  >"$work/setup.json"
# Of each account; the first one always matches.
per_account=1
for count in $triggers; do
  wanted=$((count / accounts > 1 ? count / accounts : 1))
  made='{"seconds": 0}'
  if ((wanted > per_account)); then
    made=$(setup --parent=accounts/g --accounts="$accounts" \
      --filter='queue = "none-@N@"' --first_trigger="$per_account" \
      --triggers=$((wanted - per_account)))
    per_account=$wanted
  fi
  say "$count triggers: $made"
  restart_server
  measure triggers "$count" "$(jq -c --argjson ms "$start_ms" \
    '{made_in_s: .seconds, start_ms: $ms}' <<<"$made")" \
    --parent=accounts/g --accounts=16
done
kill -TERM "$server_pid"
wait "$server_pid"

rm -rf "$work/data"
# shellcheck disable=SC2119
start_server
setup --event="$(sink_event '')" >"$work/setup.json"
for count in $ended; do
  now=$(metric 'gancho_deliveries_ended_total{state="DELIVERED"}')
  filled='{"seconds": 0}'
  if ((count > now)); then
    filled=$(load --streams=16 --count=$((count - now)) \
      --call_prefix="fill$count")
  fi
  now=$(metric 'gancho_deliveries_ended_total{state="DELIVERED"}')
  say "$now ended: $(jq -c '{seconds, deliveries_per_s}' <<<"$filled")," \
    "$(du -sm "$work/data" | cut -f1) MiB on disk"
  measure ended "$now" "$(jq -n --argjson disk \
    "$(du -sm "$work/data" | cut -f1)" '{disk_mib: $disk}')"
done

print_figures "$(jq -n --slurpfile t "$work/triggers.points" \
  --slurpfile e "$work/ended.points" '
  def ratio($p): $p[0].deliveries_per_s / $p[-1].deliveries_per_s * 1000
    | round / 1000;
  {growth_ratio: ([ratio($t), ratio($e)] | max),
   triggers_growth_ratio: ratio($t), ended_growth_ratio: ratio($e),
   triggers_deliveries_per_s: $t[-1].deliveries_per_s,
   triggers_rss_mib: $t[-1].rss_mib,
   ended_deliveries_per_s: $e[-1].deliveries_per_s,
   ended_rss_mib: $e[-1].rss_mib, triggers: $t, ended: $e}')"
