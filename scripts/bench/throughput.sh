#!/usr/bin/env bash
# Deliveries a second against what wrk reaches on the same sink, in turn.
#
#   --rounds N     rounds of wrk and ganchod in turn (default 5)
#   --seconds N    length of each half of a round (default 10)
#
# Sink: nginx, one worker, TLS 1.3, ECDSA P-256, keep-alive, 204. wrk has one
# thread and 64 connections and posts the body and the headers that ganchod
# sends. ganchod has its default flags: every state and every outcome is
# fsynced; one event, ordering PER_CALL, signed; one trigger; a JSON body of
# 400 bytes with 12 variables. All processes may use the same two cores.
set -euo pipefail
rounds=5
seconds=10
if [[ $GANCHO_BENCH_SMOKE == true ]]; then rounds=1 seconds=1; fi
while (($# > 0)); do
  case $1 in
    --rounds) rounds=$2 && shift ;;
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
pin=(taskset -c "${GANCHO_BENCH_CPUS:-0,1}")
taskset -cp "${GANCHO_BENCH_CPUS:-0,1}" $$ >/dev/null

start_sink
start_server --retention=720h

rpc EventService/CreateEvent "$(cat <<JSON
{"parent": "accounts/default", "event_id": "bench", "event": {
  "request": {
    "url": "https://localhost:$sink_port/hooks/calls",
    "json": {
      "call": "{{call.call_id}}", "state": "{{state.state}}",
      "time": "{{state.occur_time}}", "direction": "{{call.direction}}",
      "caller": "{{call.caller}}", "name": "{{call.caller_name}}",
      "called": "{{call.called}}", "extension": "{{call.extension}}",
      "queue": "{{call.queue}}", "agent": "{{call.agent}}",
      "answered": "{{call.answered}}", "delivery": "{{delivery.id}}",
      "note": "padding that brings the body to four hundred bytes ......."}},
  "signing": {"scheme": "HMAC_SHA256"},
  "policy": {"ordering": "PER_CALL"}}}
JSON
)" >"$work/event.json"
rpc TriggerService/CreateTrigger '{"parent": "accounts/default",
  "trigger_id": "bench", "trigger": {
    "call_states": ["START", "TALK", "END"],
    "event": "accounts/default/events/bench"}}' >"$work/trigger.json"

# What ganchod sends, once, for wrk.
cat >"$work/post.lua" <<'LUA'
wrk.method = "POST"
wrk.path = "/hooks/calls"
wrk.body = '{"agent":"jperez","answered":false,"call":"call-123456","called":"+541150000000","caller":"+5491143210000","delivery":"01976e0a-5c00-7d05-a34d-14b2a1f1c2d3","direction":"INBOUND","extension":"204","name":"Maria Gonzalez","note":"padding that brings the body to four hundred bytes .......","queue":"sales","state":"START","time":"2025-06-15T15:06:40Z"}'
wrk.headers["Content-Type"] = "application/json"
wrk.headers["User-Agent"] = "Gancho/0.1.0"
wrk.headers["Accept"] = "*/*"
wrk.headers["webhook-id"] = "01976e0a-5c00-7d05-a34d-14b2a1f1c2d3"
wrk.headers["webhook-timestamp"] = "1750000000"
wrk.headers["webhook-signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
LUA

run_wrk() {
  "${pin[@]}" wrk -t1 -c64 -d"${seconds}s" -s "$work/post.lua" \
    "https://localhost:$sink_port/hooks/calls" >"$work/wrk.out"
  if grep -qE 'Socket errors|Non-2xx' "$work/wrk.out"; then
    cat "$work/wrk.out" >&2
    return 1
  fi
  awk '/^Requests\/sec/ { print $2 }' "$work/wrk.out"
}

run_feed() {
  "${pin[@]}" "$bin/gancho-bench-feed" --server="$server_address" \
    --metrics_port="$metrics_port" --seconds="$seconds" \
    --warmup_seconds="$1" --call_prefix="$2"
}

perf_pid=
# Not in a pipe: grep -q ends before perf, which then fails for pipefail.
if grep -q 'not supported' <<<"$(perf stat -e instructions true 2>&1)"; then
  say "instructions cannot be counted on this machine"
else
  perf stat -e instructions:u,instructions:k -p "$server_pid" \
    >"$work/perf.log" 2>"$work/perf.out" &
  perf_pid=$!
  pids+=("$perf_pid")
fi

say "$rounds rounds of $seconds s each of wrk and of ganchod"
server_cpu_by_thread >"$work/cpu.before"
sent=0 delivered=0 duplicates=0 failures=0
: >"$work/ratios" && : >"$work/rates" && : >"$work/wrks"
for ((round = 1; round <= rounds; round++)); do
  wrk_rate=$(run_wrk)
  before=$(sink_requests)
  feed=$(run_feed 1 "r$round")
  # A subshell counts for itself.
  sink_status_reads=$((sink_status_reads + 1))
  after=$(sink_requests)
  sink_status_reads=$((sink_status_reads + 1))
  rate=$(jq .deliveries_per_s <<<"$feed")
  ratio=$(awk -v a="$rate" -v b="$wrk_rate" 'BEGIN { printf "%.3f", a / b }')
  round_sent=$(jq .sent <<<"$feed")
  round_delivered=$(jq .delivered <<<"$feed")
  sent=$((sent + round_sent))
  delivered=$((delivered + round_delivered))
  duplicates=$((duplicates + after - before - round_delivered))
  failures=$((failures + $(jq .rejected <<<"$feed")))
  echo "$ratio" >>"$work/ratios"
  echo "$rate" >>"$work/rates"
  echo "$wrk_rate" >>"$work/wrks"
  say "round $round: wrk $wrk_rate/s, ganchod $rate/s, ratio $ratio"
done
server_cpu_by_thread >"$work/cpu.after"
instructions=null
if [[ -n $perf_pid ]]; then
  kill -INT "$perf_pid"
  wait "$perf_pid" || true  # it tells the signal
  instructions=$(awk -v n="$delivered" '/instructions/ {
    gsub(/,/, "", $1); sum += $1 } END { printf "%.0f", sum / n }' \
    "$work/perf.out")
fi

stages=$(join "$work/cpu.before" "$work/cpu.after" |
  awk -v n="$delivered" '{ printf "%s %.2f\n", $1, ($3 - $2) / n }' |
  sort -k2 -gr)
say "CPU microseconds a delivery, by thread:"
awk '{ printf "   %-18s %s\n", $1, $2 }' <<<"$stages" >&2
cpu=$(awk '{ sum += $2 } END { printf "%.2f", sum }' <<<"$stages")
lost=$((sent - delivered))
requests=$(metric gancho_requests_total)
reused=$(metric gancho_requests_on_reused_connections_total)
reuse=$(awk -v a="$reused" -v b="$requests" \
  'BEGIN { printf "%.5f", (b > 0 ? a / b : 0) }')
rss=$(server_rss_mib)
figures=$(jq -cn \
  --argjson rate "$(median <"$work/rates")" \
  --argjson wrk "$(median <"$work/wrks")" \
  --argjson median "$(median <"$work/ratios")" \
  --argjson ratios "$(jq -cs . "$work/ratios")" \
  --argjson cpu "$cpu" --argjson instructions "$instructions" \
  --argjson lost "$lost" --argjson duplicates "$duplicates" \
  --argjson reuse "$reuse" --argjson rss "$rss" \
  '{deliveries_per_s: $rate, wrk_per_s: $wrk, ratio_median: $median,
    ratios: $ratios, cpu_us_per_delivery: $cpu,
    instructions_per_delivery: $instructions, lost: $lost,
    duplicates: $duplicates, reuse: $reuse, rss_mib: $rss}')
if ((lost != 0 || duplicates != 0 || failures != 0)); then
  echo "$figures"
  echo "error: lost $lost, duplicates $duplicates, refused $failures" >&2
  exit 1
fi
if [[ $GANCHO_BENCH_JSON == true ]]; then
  echo "$figures"
else
  jq . <<<"$figures"
fi
