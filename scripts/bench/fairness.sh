#!/usr/bin/env bash
# What one account's backlog does to another account's one new state.
#
#   --pending N        deliveries that wait in the busy account (default
#                      1000000)
#   --drain N          the busy account's rate limit, in deliveries a second
#                      (default 500; 0: none, the server works as fast as it
#                      can, so the two also share the machine's cores)
#   --probes N         new states of the quiet account, ten a second, before
#                      and after (default 100)
#
# The latency is from the moment at which the quiet account's state is due to
# be sent to the first byte of its request at the receiver; medians.
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
start_server

quiet=accounts/quiet busy=accounts/busy
for account in quiet busy; do
  rpc AccountService/CreateAccount "{\"account_id\": \"$account\",
    \"account\": {\"time_zone\": \"UTC\"}}" >"$work/account.json"
done
# The busy account's destination is number 1, the quiet one's number 0.
paced_feed --parent="$quiet" --setup_event="$(bench_event http)"
policy='{"ordering": "PER_CALL"}'
if ((drain > 0)); then
  policy="{\"rate_limit\": {\"per_second\": $drain, \"burst\": 50}}"
fi
paced_feed --parent="$busy" --setup_event="$(bench_event http "$policy" |
  sed 's/@N@/1/; s/@HOST@/127.0.1.2/')"

# probe NAME
probe() {
  local feed begin
  feed=$(paced_feed --parent="$quiet" --rate=10 --count="$probes" \
    --call_prefix="$1")
  begin=$(jq .begin_us <<<"$feed")
  arrived() { (($(receiver "take?to=1&after=$begin" | jq .count) >= probes)); }
  wait_until 120 arrived
  receiver "take?to=1&after=$begin"
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
sleep 1
loaded=$(probe loaded)
say "loaded: $loaded"
stats=$(rpc EventService/GetEventStats "{\"name\": \"$busy/events/d0\"}")
left=$(jq '.pending_count // .pendingCount // "0" | tonumber' <<<"$stats")
say "$left still pending, $(server_rss_mib) MiB resident"
print_figures "$(jq -n --argjson u "$unloaded" --argjson l "$loaded" \
  --argjson pending "$left" --argjson rss "$(server_rss_mib)" '{
  unloaded_ms: $u.p50_ms, loaded_ms: $l.p50_ms,
  ratio: (if $u.p50_ms > 0 then $l.p50_ms / $u.p50_ms * 1000 | round / 1000
          else null end),
  pending: $pending, unloaded_p99_ms: $u.p99_ms, loaded_p99_ms: $l.p99_ms,
  rss_mib: $rss}')"
