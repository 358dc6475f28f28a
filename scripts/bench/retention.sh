#!/usr/bin/env bash
# Whether the disk stays flat while old deliveries and calls are removed, and
# whether their removal holds anything up.
#
#   --seconds N    length of the load (default 300)
#   --rate N       states a second, each of which is delivered (default 5000)
#   --retention D  how long is kept what has ended (default 60s)
#
# One steady load. disk_ratio is the mean size of the data directory (as
# allocated, log and all) in the last third of the time over that in the middle
# third; at the default rate what is kept is as large as the log, whose size
# swings by 128 MiB as it is filled and dropped. longest_pause_ms is the longest
# time in the last two thirds in which no state was acknowledged, or no delivery
# arrived.
set -euo pipefail
seconds=300 rate=5000 retention=60s
if [[ $GANCHO_BENCH_SMOKE == true ]]; then
  seconds=6 rate=200 retention=1s
fi
while (($# > 0)); do
  case $1 in
    --seconds) seconds=$2 && shift ;;
    --rate) rate=$2 && shift ;;
    --retention) retention=$2 && shift ;;
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
start_receiver 1
start_server --retention="$retention"
setup --event="$(bench_event http)" >"$work/setup.json"

sent=$((rate * seconds))
paced_feed --rate="$rate" --count="$sent" --gaps_after="$((seconds / 3))" \
  >"$work/feed.json" &
feed_pid=$!
pids+=("$feed_pid")
begin=$(date +%s%6N)
# What is being deleted may be gone before it is counted.
disk_bytes() { du -s -B1 "$work/data" 2>/dev/null | cut -f1 || true; }
for ((i = 1; i <= seconds; i++)); do
  sleep "$(jq -n "[0, $begin / 1e6 + $i - now] | max")"
  echo "$i $(disk_bytes)" >>"$work/disk"
  if ((i % 20 == 0)); then
    say "$i s: $(($(disk_bytes) / 1048576)) MiB," \
      "$(metric gancho_swept_deliveries_total) deliveries and" \
      "$(metric gancho_swept_calls_total) calls removed"
  fi
done
wait "$feed_pid"
feed=$(cat "$work/feed.json")
if (($(jq .acknowledged <<<"$feed") != sent ||
  $(jq .rejected <<<"$feed") != 0)); then
  echo "error: not everything was accepted: $feed" >&2
  exit 1
fi
arrived() { (($(receiver "take?" | jq .count) >= sent)); }
wait_until 60 arrived
measured_from=$(($(jq .begin_us <<<"$feed") + seconds * 1000000 / 3))
arrivals=$(receiver "take?after=$measured_from")
say "acknowledgements: $feed"
say "arrivals: $arrivals"
mean() { awk -v from="$1" -v to="$2" '$1 > from && $1 <= to && NF == 2 {
    sum += $2; n++ } END { if (n) printf "%d", sum / n; else print 0 }' \
  "$work/disk"; }
print_figures "$(jq -n \
  --argjson middle "$(mean "$((seconds / 3))" "$((seconds * 2 / 3))")" \
  --argjson last "$(mean "$((seconds * 2 / 3))" "$seconds")" \
  --argjson feed "$feed" --argjson arrivals "$arrivals" \
  --argjson swept "$(metric gancho_swept_deliveries_total)" \
  --argjson calls "$(metric gancho_swept_calls_total)" \
  --argjson rss "$(server_rss_mib)" '{
    disk_ratio: ($last / $middle * 1000 | round / 1000),
    longest_pause_ms:
      ([$feed.longest_ack_gap_ms, $arrivals.longest_gap_ms] | max),
    disk_middle_mib: ($middle / 1048576 | round),
    disk_last_mib: ($last / 1048576 | round),
    longest_ack_gap_ms: $feed.longest_ack_gap_ms,
    longest_arrival_gap_ms: $arrivals.longest_gap_ms,
    ack_p99_ms: $feed.ack_p99_ms, first_byte_p99_ms: $arrivals.p99_ms,
    swept_deliveries: $swept, swept_calls: $calls, rss_mib: $rss}')"
