#!/usr/bin/env bash
# Shows Gancho at work: builds it, starts ganchod and an HTTPS receiver,
# registers three events and four triggers with grpcurl, streams five calls
# with the C++ client, and prints what arrived beside the call that caused it.
#
#   scripts/demo.sh            ends by itself and cleans up; exit 0 only if
#                              every expected request arrived
#
# GANCHO_JOBS sets how many compilers run at once (default: cores).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly bin=build/release
readonly grpcurl=build/tools/bin/grpcurl
# Five calls: START of each, TALK of three, END of each, two of them missed.
readonly expected_requests=15
readonly arrival_timeout_seconds=20

if [[ -t 1 ]]; then bold=$(tput bold) && plain=$(tput sgr0); else bold='' plain=''; fi

if (($# > 0)); then
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
  if [[ $1 == -h || $1 == --help ]]; then exit 0; fi
  exit 2
fi

say() { printf '%s\n' "$*"; }
step_began=0
step() {
  step_began=$SECONDS
  printf '\n%s== %s%s\n' "$bold" "$*" "$plain"
}
step_ended() { say "   ($((SECONDS - step_began)) s)"; }
fail() {
  printf '\nFAILED: %s\n' "$*" >&2
  exit 1
}

work=$(mktemp -d)
server_pid=
receiver_pid=

clean_up() {
  local code=$?
  for pid in $server_pid $receiver_pid; do
    kill -TERM "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  if ((code != 0)) && [[ -s $work/ganchod.log ]]; then
    say "the log of ganchod:" >&2
    tail -n 20 "$work/ganchod.log" >&2
  fi
  rm -rf "$work"
  exit "$code"
}
trap clean_up EXIT

# A build from nothing takes minutes: without a terminal, say now and then how
# far it is.
build() {
  local jobs=${GANCHO_JOBS:-$(nproc)}
  if [[ ! -e $bin/build.ninja ]]; then
    cmake --preset release --log-level=WARNING
  fi
  cmake --build --preset release -j "$jobs" \
    --target ganchod gancho-stream gancho-receiver |
    if [[ -t 1 ]]; then cat; else
      awk '/^\[/ && NR % 25 != 1 { next } { print; fflush() }'
    fi
}

# wait_for_port LOG : the address behind "listening on" in a log.
wait_for_port() {
  local i
  for ((i = 0; i < 100; ++i)); do
    if grep -q 'listening on ' "$1" 2>/dev/null; then
      sed -n 's/.*listening on //p' "$1"
      return
    fi
    sleep 0.1
  done
  fail "nothing listens: $(cat "$1")"
}

# api METHOD JSON : shows the command as one would type it, and runs it.
api() {
  local method=gancho.v1.$1 request=$2 answer
  say "\$ grpcurl -plaintext -d '$request' $server $method"
  if ! answer=$($grpcurl -plaintext -d "$request" "$server" "$method" 2>&1); then
    fail "$answer"
  fi
  jq -r '"  -> " + .name' <<<"$answer"
}

# state CALL SEQUENCE SECONDS_AGO STATE [FIELD VALUE]... : one line for
# gancho-stream.
state() {
  local call=$1 sequence=$2 ago=$3 name=$4
  shift 4
  # shellcheck disable=SC2016 # jq's variables, not bash's
  local arguments=() filter='{callId: $call, sequence: $sequence, state: $state,
    occurTime: (now - $ago | todate)}'
  while (($# > 0)); do
    arguments+=(--arg "$1" "$2")
    filter+=" + {$1: \$$1}"
    shift 2
  done
  jq -cn --arg call "$call" --argjson sequence "$sequence" \
    --argjson ago "$ago" --arg state "$name" "${arguments[@]}" "$filter"
}

calls() {
  local sales=(direction INBOUND called +541150310000 queue sales)
  state c-2001 1 600 START caller +541143210000 callerName "Marta Gómez" "${sales[@]}"
  state c-2001 2 598 RINGING
  state c-2001 3 590 TALK agent "Lucía Fernández" extension 101
  state c-2002 1 580 START caller +543515550123 callerName 'Bar "El Ñandú" & Hijos' "${sales[@]}"
  state c-2002 2 579 RINGING
  state c-2003 1 560 START direction OUTBOUND caller +541150310000 \
    called +5491165432100 calledName "Julián Paz" agent "Tomás Rey" extension 102
  state c-2002 3 540 END hangupCause NO_ANSWER
  state c-2003 2 545 TALK
  state c-2004 1 500 START caller +59824100200 callerName "Ferretería Sur" "${sales[@]}"
  state c-2001 4 410 END hangupCause NORMAL_CLEARING
  state c-2004 2 498 RINGING
  state c-2004 3 470 END hangupCause NO_ANSWER
  state c-2003 3 300 END hangupCause NORMAL_CLEARING cost 12.50 currencyCode ARS
  state c-2005 1 200 START caller +541148889999 callerName "Inés Duarte" "${sales[@]}"
  state c-2005 2 199 RINGING
  state c-2005 3 185 TALK agent "Lucía Fernández" extension 101
  state c-2005 4 20 END hangupCause NORMAL_CLEARING
}

# Requests that the receiver answered with 200, each delivery once.
arrived() { jq -r 'select(.status == 200) | .headers["webhook-id"]' "$work/arrived.jsonl" | sort -u | wc -l; }

step "1/6  Installing what is missing"
scripts/install_dependencies.sh
step_ended

step "2/6  Building ganchod, gancho-stream and gancho-receiver into $bin"
build
step_ended

step "3/6  Starting an HTTPS receiver and ganchod"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
  -days 1 -subj '/CN=gancho demo' -addext subjectAltName=IP:127.0.0.1 \
  -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
say "made a certificate for 127.0.0.1 that lives for this demo"
$bin/gancho-receiver --certificate="$work/certificate.pem" \
  --key="$work/key.pem" --fail_once=/chat \
  >"$work/arrived.jsonl" 2>"$work/receiver.log" &
receiver_pid=$!
receiver=$(wait_for_port "$work/receiver.log")
say "receiver: https://$receiver (its /chat answers 503 to each first attempt)"
$bin/ganchod --listen_address=127.0.0.1:0 --data_dir="$work/data" \
  --ca_file="$work/certificate.pem" --allow_destinations=127.0.0.0/8 \
  2>"$work/ganchod.log" &
server_pid=$!
server=$(wait_for_port "$work/ganchod.log")
say "ganchod:  $server, ledger in $work/data"
step_ended

step "4/6  Registering an account, three events and four triggers"
api AccountService/CreateAccount '{
  "account_id": "acme", "account": {"display_name": "Acme", "region_code": "AR",
    "time_zone": "America/Argentina/Buenos_Aires"}}'
api EventService/CreateEvent '{
  "parent": "accounts/acme", "event_id": "crm-note", "event": {
    "display_name": "A note in the CRM (text)",
    "request": {
      "url": "https://'"$receiver"'/crm/notes?phone={{call.caller.digits}}",
      "text": "{{state.occur_time.local}} {{state.state}}: {{call.direction}} call from {{call.caller_name}} {{call.caller}} to {{call.called}}{{#call.agent}}, agent {{call.agent}}{{/call.agent}}"},
    "authentication": {"bearer": {"token": "demo-token"}}}}'
api EventService/CreateEvent '{
  "parent": "accounts/acme", "event_id": "sheet-row", "event": {
    "display_name": "A row in a spreadsheet (JSON, signed)",
    "request": {
      "url": "https://'"$receiver"'/sheets/calls/values:append",
      "json": {"majorDimension": "ROWS", "values": [[
        "{{call.call_id}}", "{{call.direction}}", "{{call.caller_name}}",
        "{{call.start_time.local}}", "{{call.answered}}",
        "{{call.ring_duration.seconds}}", "{{call.talk_duration.seconds}}"]]}},
    "signing": {"scheme": "HMAC_SHA256"}}}'
api EventService/CreateEvent '{
  "parent": "accounts/acme", "event_id": "chat-missed", "event": {
    "display_name": "A message in a chat (form)",
    "request": {
      "url": "https://'"$receiver"'/chat/messages",
      "form": {"fields": {"channel": "#sales",
        "text": "Missed call: {{call.caller_name}} {{call.caller.national}}, rang {{call.ring_duration.seconds}} s"}}},
    "policy": {"retry": {"exponential": {"initial": "0.2s"}, "max_attempts": 5}}}}'
api TriggerService/CreateTrigger '{
  "parent": "accounts/acme", "trigger_id": "note-on-start", "trigger": {
    "call_states": ["START"], "event": "accounts/acme/events/crm-note"}}'
api TriggerService/CreateTrigger '{
  "parent": "accounts/acme", "trigger_id": "note-on-talk", "trigger": {
    "call_states": ["TALK"], "event": "accounts/acme/events/crm-note"}}'
api TriggerService/CreateTrigger '{
  "parent": "accounts/acme", "trigger_id": "row-on-end", "trigger": {
    "call_states": ["END"], "event": "accounts/acme/events/sheet-row"}}'
api TriggerService/CreateTrigger '{
  "parent": "accounts/acme", "trigger_id": "missed-on-end", "trigger": {
    "call_states": ["END"], "filter": "missed = true AND queue = \"sales\"",
    "event": "accounts/acme/events/chat-missed"}}'
step_ended

step "5/6  Streaming five calls: two answered, two missed, one outbound"
calls >"$work/calls.jsonl"
say "\$ gancho-stream --address=$server --parent=accounts/acme < calls.jsonl"
$bin/gancho-stream --address="$server" --parent=accounts/acme \
  <"$work/calls.jsonl" || fail "the stream was not acknowledged"
for ((i = 0; i < arrival_timeout_seconds * 10; ++i)); do
  if (($(arrived) >= expected_requests)); then break; fi
  sleep 0.1
done
step_ended

step "6/6  What arrived, and what the API says of it"
# An answer may arrive before its delivery is written down as DELIVERED.
for ((i = 0; i < 50; ++i)); do
  $grpcurl -plaintext -d '{"parent": "accounts/acme", "page_size": 1000}' \
    "$server" gancho.v1.DeliveryService/ListDeliveries >"$work/deliveries.json"
  if ! jq -e '.deliveries[]? | select(.state == "PENDING")' \
    "$work/deliveries.json" >/dev/null; then break; fi
  sleep 0.1
done

# Joins calls, deliveries (by webhook-id) and requests.
jq -rn --slurpfile states "$work/calls.jsonl" \
  --slurpfile requests "$work/arrived.jsonl" \
  --slurpfile listed "$work/deliveries.json" '
  def party(name; number): [name, number | values] | join(" ");
  ($listed[0].deliveries | map({key: (.name | split("/")[-1]), value: .})
    | from_entries) as $deliveries
  | $states | group_by(.callId)[]
  | .[0].callId as $call
  | (map(to_entries) | add | from_entries) as $merged
  | "\n\($call)  \($merged.direction)  \(party($merged.callerName; $merged.caller)) -> \(party($merged.calledName; $merged.called))   [\(map(.state) | join(" "))]",
    ($requests | sort_by(.headers["webhook-id"])[]
      | $deliveries[.headers["webhook-id"]] as $delivery
      | select($delivery.call | endswith("/" + $call))
      | "  \($delivery.call_state | .[0:5] + "     " | .[0:5])  \(.method) \(.target)  (\(.headers["content-type"]))\(if .status == 200 then "" else "   answered \(.status)" end)\n         \(.body)")'

say ""
say "\$ grpcurl -plaintext -d '{\"parent\": \"accounts/acme\"}' $server gancho.v1.DeliveryService/ListDeliveries"
jq -r '.deliveries[] | [.state, "\(.attempt_count) attempt(s)",
    (.event | split("/")[-1]), (.call | split("/")[-1]), .call_state,
    (.name | split("/")[-1])] | @tsv' "$work/deliveries.json" |
  awk -F '\t' '{ printf "  %-10s %-13s %-12s %-7s %-6s %s\n", $1, $2, $3, $4, $5, $6 }'

# What must be there: one line for each delivery.
expected=$(for call in c-2001 c-2002 c-2003 c-2004 c-2005; do
  say "$call START crm-note 1"
  say "$call END sheet-row 1"
done
for call in c-2001 c-2003 c-2005; do say "$call TALK crm-note 1"; done
for call in c-2002 c-2004; do say "$call END chat-missed 2"; done)
found=$(jq -r '.deliveries[] | select(.state == "DELIVERED")
  | "\(.call | split("/")[-1]) \(.call_state) \(.event | split("/")[-1]) \(.attempt_count)"' \
  "$work/deliveries.json")
if ! diff <(sort <<<"$expected") <(sort <<<"$found"); then
  fail "not every expected delivery was made (< is missing, > is too much)"
fi
if (($(arrived) != expected_requests)); then
  fail "$(arrived) requests arrived, not $expected_requests"
fi
step_ended

kill -TERM "$server_pid"
wait "$server_pid" || fail "ganchod ended with $?"
server_pid=
say ""
say "All $expected_requests requests arrived; ganchod has drained and ended. $SECONDS s in all."
cat <<'HINT'

To do it by hand:

  build/release/ganchod --data_dir=/tmp/gancho &
  build/tools/bin/grpcurl -plaintext 127.0.0.1:7233 list
  build/tools/bin/grpcurl -plaintext 127.0.0.1:7233 describe gancho.v1.Event

then the commands above, with a URL of your own (addresses that are not public
need --allow_destinations, your own certificates --ca_file). README.md walks
through it, errors included; build/release/ganchod --help lists the flags.
HINT
