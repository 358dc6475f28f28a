#!/usr/bin/env bash
# Small and large bodies.
#
#   --sizes "N..."   bytes of the rendered body, 400 to 65,536 (default
#                    "400 4096 65536")
#   --seconds N      length of each measurement (default 10)
#
# The body has 12 variables, and text to make it as long as it is to be. Every
# body is in the ledger before it is sent, so what is measured is the disk, too.
# So many deliveries wait that their bodies are 64 MiB, 1,000 at least and 8,192
# at most. The figures are of the sink of the throughput benchmark.
set -euo pipefail
sizes='400 4096 65536' seconds=10 warm_up=2
if [[ $GANCHO_BENCH_SMOKE == true ]]; then seconds=1 warm_up=0.5; fi
while (($# > 0)); do
  case $1 in
    --sizes) sizes=$2 && shift ;;
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

# body_bytes PREVIEW : of what PreviewEvent renders.
body_bytes() {
  rpc EventService/PreviewEvent "$1" | jq -r .request.body | base64 -d | wc -c
}

# padded_event SIZE : an event whose body has about so many bytes. Template text
# is at most 64 KiB, so what is beyond that comes from a label.
padded_event() {
  local unpadded left labels
  unpadded=$(body_bytes "{\"event\": $(sink_event '' |
    jq '.name = "accounts/default/events/d0"')}")
  left=$(($1 - unpadded - 13))
  labels=$((left > 60000 ? (left - 60000) / 250 : 0))
  sink_event "$(repeated $((left - labels * 250)) x)$(
    repeated "$labels" '{{event.labels.pad}}'
  )" | jq -c --arg pad "$(repeated 250 x)" '.labels.pad = $pad'
}

# repeated COUNT TEXT
repeated() { awk -v n="$1" -v text="$2" 'BEGIN { while (n-- > 0) printf text }'; }

for size in $sizes; do
  account=accounts/b$size
  rpc AccountService/CreateAccount \
    "{\"account_id\": \"b$size\", \"account\": {}}" >"$work/account.json"
  setup --parent="$account" --event="$(padded_event "$size")" \
    >"$work/setup.json"
  outstanding=$((67108864 / size))
  outstanding=$((outstanding < 1000 ? 1000 : outstanding))
  figures=$(load --parent="$account" --streams=4 --seconds="$seconds" \
    --warmup_seconds="$warm_up" --call_prefix="b$size" \
    --max_outstanding=$((outstanding > 8192 ? 8192 : outstanding)))
  bytes=$(body_bytes "{\"name\": \"$account/events/d0\",
    \"call\": \"$account/calls/b$size-0\"}")
  rss=$(server_rss_mib)
  say "$bytes bytes: $figures, $rss MiB resident"
  jq -c --argjson bytes "$bytes" --argjson rss "$rss" '{body_bytes: $bytes,
    deliveries_per_s,
    mb_per_s: (.deliveries_per_s * $bytes / 10000 | round / 100),
    ack_p50_ms, ack_p99_ms, rss_mib: $rss}' <<<"$figures" >>"$work/points"
done
print_figures "$(jq -s '{deliveries_per_s: .[-1].deliveries_per_s,
  mb_per_s: .[-1].mb_per_s, rss_mib: .[-1].rss_mib,
  ratio: (.[-1].deliveries_per_s / .[0].deliveries_per_s * 1000
    | round / 1000), points: .}' "$work/points")"
