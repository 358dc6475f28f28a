#!/usr/bin/env bash
# What one account's backlog does to another account's one new state.
#
#   --pending N        deliveries that wait in the busy account (default
#                      1000000)
#   --drain N          the busy account's rate limit, in deliveries a second
#                      (default 500)
#   --probes N         new states of the quiet account in each measurement, ten
#                      a second (default 100)
#
# The latency is from the moment at which the quiet account's state is due to
# be sent to the first byte of its request at the receiver; medians. Measured
# three times: unloaded, beside the limited backlog (loaded), and, after the
# limit is taken away, while the server drains the backlog as fast as it can, so
# that the two also share the machine's cores (draining).
set -euo pipefail
pending=1000000 drain=500 probes=100
if [[ $GANCHO_BENCH_SMOKE == true ]]; then pending=2000 drain=100 probes=10; fi
while (($# > 0)); do
  case $1 in
    --pending) pending=$2 && shift ;;
    --drain) drain=$2 && shift ;;
    --probes) probes=$2 && shift ;;
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
start_receiver 2
# shellcheck disable=SC2119
start_server

quiet=accounts/quiet busy=accounts/busy
for account in quiet busy; do
  rpc AccountService/CreateAccount "{\"account_id\": \"$account\",
    \"account\": {\"time_zone\": \"UTC\"}}" >"$work/account.json"
done
# The busy account's destination is number 1, the quiet one's number 0.
setup --parent="$quiet" --event="$(bench_event http)" >"$work/setup.json"
policy="{\"rate_limit\": {\"per_second\": $drain, \"burst\": 50}}"
setup --parent="$busy" --event="$(bench_event http "$policy" |
  sed 's/@N@/1/; s/@HOST@/127.0.1.2/')" >>"$work/setup.json"

# probe NAME
probe() {
  local feed begin
  feed=$(paced_feed --parent="$quiet" --rate=10 --count="$probes" \
    --call_prefix="$1")
  begin=$(jq .begin_us <<<"$feed")
  arrived() { (($(receiver "take?to=1&after=$begin" | jq .count) >= probes)); }
  wait_until 120 arrived
  receiver "take?to=1&after=$begin" | jq -c --argjson feed "$feed" '. + $feed'
}

probe warm >/dev/null
unloaded=$(probe unloaded)
say "unloaded: $unloaded"
rpc EventService/PauseEvent "{\"name\": \"$busy/events/d0\"}" \
  >"$work/pause.json"
fill=$(paced_feed --parent="$busy" --rate=0 --count="$pending" \
  --call_prefix=backlog)
say "backlog: $(jq -c '{sent, states_per_s, rejected}' <<<"$fill")," \
  "$(server_rss_mib) MiB resident"
rpc EventService/ResumeEvent "{\"name\": \"$busy/events/d0\"}" \
  >"$work/resume.json"

# pending : how many wait in the busy account.
pending() {
  rpc EventService/GetEventStats "{\"name\": \"$busy/events/d0\"}" |
    jq '.pending_count // .pendingCount // "0" | tonumber'
}

sleep 1
loaded=$(probe loaded)
say "loaded: $loaded"
left=$(pending)
say "$left still pending, $(server_rss_mib) MiB resident"
rpc EventService/UpdateEvent "{\"event\": {\"name\": \"$busy/events/d0\"},
  \"update_mask\": {\"paths\": [\"policy.rate_limit\"]}}" >"$work/update.json"
draining=$(probe draining)
say "draining: $draining"
left_draining=$(pending)
rss=$(server_rss_mib)
say "$left_draining still pending, $rss MiB resident"
print_figures "$(jq -n --argjson u "$unloaded" --argjson l "$loaded" \
  --argjson d "$draining" --argjson pending "$left" \
  --argjson left "$left_draining" --argjson rss "$rss" '
  def ratio($f): if $u.p50_ms > 0
    then $f.p50_ms / $u.p50_ms * 1000 | round / 1000 else null end;
  {unloaded_ms: $u.p50_ms, loaded_ms: $l.p50_ms, ratio: ratio($l),
   pending: $pending, draining_ms: $d.p50_ms, draining_ratio: ratio($d),
   draining_pending: $left, unloaded_p99_ms: $u.p99_ms,
   loaded_p99_ms: $l.p99_ms, draining_p99_ms: $d.p99_ms,
   draining_ack_ms: $d.ack_p50_ms, rss_mib: $rss}')"
