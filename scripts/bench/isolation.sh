#!/usr/bin/env bash
# What bad destinations do to the others.
#
#   --destinations N  events with a trigger and an origin each (default 1000)
#   --hang N          that never answer in the second phase (default 100)
#   --fail N          that answer 500 in the second phase (default 100)
#   --rate N          states a second over all destinations (default 1000)
#   --seconds N       length of each phase (default 30)
#
# One server, one steady load, three phases: warm-up, baseline with every
# destination healthy, and then the same load with the bad ones. The latency is
# from the moment at which a state is due to be sent to the first byte of its
# request at the receiver, commit included, over the destinations that are
# healthy in both phases. The bad phase is measured from its first moment on,
# so the time until time-outs and breakers act is part of it.
set -euo pipefail
destinations=1000 hang=100 fail=100 rate=1000 seconds=30 warm_up=5
if [[ $GANCHO_BENCH_SMOKE == true ]]; then
  destinations=20 hang=2 fail=2 rate=100 seconds=2 warm_up=1
fi
while (($# > 0)); do
  case $1 in
    --destinations) destinations=$2 && shift ;;
    --hang) hang=$2 && shift ;;
    --fail) fail=$2 && shift ;;
    --rate) rate=$2 && shift ;;
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
make_certificate
start_receiver "$destinations"
# shellcheck disable=SC2119
start_server

say "$destinations events and triggers"
setup --events="$destinations" --filter='queue = "q@N@"' \
  --event="$(bench_event http)" >"$work/setup.json"

bad=$((hang + fail))
# phase NAME SECONDS : the load, and when the last has arrived, what the
# healthy destinations saw.
phase() {
  local feed sent healthy begin
  # Whole turns over the destinations, so that each gets as many.
  sent=$(((rate * $2 / destinations + 1) * destinations))
  healthy=$((sent * (destinations - bad) / destinations))
  feed=$(paced_feed --rate="$rate" --count="$sent" --call_prefix="$1" \
    --destinations="$destinations")
  if (($(jq .acknowledged <<<"$feed") != sent ||
    $(jq .rejected <<<"$feed") != 0)); then
    echo "error: not everything was accepted: $feed" >&2
    return 1
  fi
  begin=$(jq .begin_us <<<"$feed")
  arrived() {
    (($(receiver "take?from=$bad&after=$begin" | jq .count) >= healthy))
  }
  wait_until 60 arrived
  receiver "take?from=$bad&after=$begin"
}

phase warm "$warm_up" >/dev/null
baseline=$(phase baseline "$seconds")
say "baseline: $baseline"
receiver "behave?hang=$hang&fail=$fail" >/dev/null
healthy=$(phase bad "$seconds")
say "healthy beside bad ones: $healthy"
repeated_bad=$(jq .repeated <<<"$healthy")
say "$repeated_bad attempts were repeated, $(server_rss_mib) MiB resident"
print_figures "$(jq -n --argjson h "$healthy" --argjson b "$baseline" '{
  healthy_p99_ms: $h.p99_ms, baseline_p99_ms: $b.p99_ms,
  ratio: (if $b.p99_ms > 0 then $h.p99_ms / $b.p99_ms * 1000 | round / 1000
          else null end),
  healthy_p50_ms: $h.p50_ms, baseline_p50_ms: $b.p50_ms,
  healthy_max_ms: $h.max_ms, baseline_max_ms: $b.max_ms,
  healthy_count: $h.count, baseline_count: $b.count}')"
