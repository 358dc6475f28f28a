# shellcheck shell=bash
# For the benchmarks: a sink, a server, a place for both. Source it.

readonly bin=$PWD/build/release
readonly grpcurl=$PWD/build/tools/bin/grpcurl
work=$(mktemp -d)
pids=()

say() { printf '== %s\n' "$*" >&2; }

clean_up() {
  local pid
  for pid in "${pids[@]}"; do
    # Bash would tell each that is killed.
    disown "$pid" 2>/dev/null || true
    kill -9 "$pid" 2>/dev/null || true
  done
  rm -rf "$work" 2>/dev/null || { sleep 0.5; rm -rf "$work"; }
}
trap clean_up EXIT

# A port that nobody listens on, below those that the kernel gives to outgoing
# connections; another benchmark may take it before it is used.
free_port() {
  local port first_ephemeral
  first_ephemeral=$(cut -f 1 /proc/sys/net/ipv4/ip_local_port_range)
  while :; do
    port=$((10000 + RANDOM % (first_ephemeral - 10000)))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}

# start_sink : nginx, one worker, TLS 1.3 with ECDSA P-256, kept-alive
# connections, answers 204. Sets sink_port and sink_status_port.
start_sink() {
  local i
  make_certificate
  # Two benchmarks at once may have chosen the same port.
  for ((i = 0; i < 5; i++)); do
    sink_port=$(free_port)
    sink_status_port=$(free_port)
    if start_nginx; then return; fi
    if ! grep -q 'Address already in use' "$work/nginx.log"; then break; fi
  done
  echo "error: nginx did not start:" >&2
  cat "$work/nginx.err" "$work/nginx.log" >&2
  return 1
}

# Fails if nginx ends before it answers.
start_nginx() {
  local pid i
  cat >"$work/nginx.conf" <<NGINX
daemon off;
master_process off;
worker_processes 1;
pid $work/nginx.pid;
error_log $work/nginx.log;
events { worker_connections 8192; }
http {
  access_log off;
  client_body_temp_path $work/body;
  proxy_temp_path $work/proxy;
  fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi;
  scgi_temp_path $work/scgi;
  client_body_buffer_size 128k;
  client_max_body_size 1m;
  keepalive_requests 1000000000;
  keepalive_timeout 300s;
  server {
    listen 127.0.0.1:$sink_port ssl backlog=8192;
    ssl_certificate $work/sink.crt;
    ssl_certificate_key $work/sink.key;
    ssl_protocols TLSv1.3;
    location / { return 204; }
  }
  server {
    listen 127.0.0.1:$sink_status_port;
    location / { stub_status; }
  }
}
NGINX
  : >"$work/nginx.log"
  nginx -c "$work/nginx.conf" -p "$work" >"$work/nginx.out" \
    2>"$work/nginx.err" &
  pid=$!
  pids+=("$pid")
  for ((i = 0; i < 100; i++)); do
    # Its pid file is there when it has bound all its ports.
    if [[ -s $work/nginx.pid ]]; then return; fi
    if ! kill -0 "$pid" 2>/dev/null; then return 1; fi
    sleep 0.1
  done
  return 1
}

# make_certificate : of localhost and all addresses that receivers use, as
# $work/sink.{crt,key}. ganchod trusts it.
make_certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -days 2 -subj /CN=localhost \
    -addext "subjectAltName=DNS:localhost,IP:127.0.1.1" \
    -keyout "$work/sink.key" -out "$work/sink.crt" 2>/dev/null
}

# start_receiver DESTINATIONS [FLAG...] : gancho-bench-receiver. Sets
# receiver_port and receiver_control_port.
start_receiver() {
  local i ports
  : >"$work/receiver.out"
  "$bin/gancho-bench-receiver" --destinations="$1" "${@:2}" \
    >"$work/receiver.out" 2>"$work/receiver.err" &
  pids+=($!)
  for ((i = 0; i < 100; i++)); do
    ports=$(sed -n 's/^receiving on \(.*\), control on \(.*\)$/\1 \2/p' \
      "$work/receiver.out")
    if [[ -n $ports ]]; then
      receiver_port=${ports% *} receiver_control_port=${ports#* }
      return
    fi
    sleep 0.05
  done
  echo "error: gancho-bench-receiver did not start:" >&2
  cat "$work/receiver.err" >&2
  return 1
}

# receiver PATH : a control request, "behave?hang=1&fail=2" or "take?from=0".
receiver() { curl -s "http://127.0.0.1:$receiver_control_port/$1"; }

# event_to URL [POLICY [PADDING]] : the JSON of an event, signed, with a body of
# 400 bytes and 12 variables, and more by the padding's length.
event_to() {
  local policy=${2:-'{"ordering": "PER_CALL"}'} padding=''
  if [[ -n ${3:-} ]]; then padding=", \"padding\": \"$3\""; fi
  cat <<JSON
{"request": {
    "url": "$1",
    "json": {
      "call": "{{call.call_id}}", "state": "{{state.state}}",
      "time": "{{state.occur_time}}", "direction": "{{call.direction}}",
      "caller": "{{call.caller}}", "name": "{{call.caller_name}}",
      "called": "{{call.called}}", "extension": "{{call.extension}}",
      "queue": "{{call.queue}}", "agent": "{{call.agent}}",
      "delivery": "{{delivery.id}}",
      "note": "at={{call.labels.at}}; padding to four hundred bytes ....."
      $padding}},
  "signing": {"scheme": "HMAC_SHA256"},
  "policy": $policy}
JSON
}

# bench_event SCHEME [POLICY] : an event to destination @N@ of the receiver, for
# setup's --event.
bench_event() {
  event_to "$1://@HOST@:$receiver_port/d/@N@" "${@:2}"
}

# sink_event PADDING : an event to the sink.
sink_event() {
  event_to "https://localhost:$sink_port/hooks/calls" \
    '{"ordering": "PER_CALL"}' "$1"
}

# setup FLAG... : gancho-bench-setup at the server.
setup() { "$bin/gancho-bench-setup" --server="$server_address" "$@"; }

# load FLAG... : gancho-bench-load at the server. Fails if something was lost.
load() {
  local figures
  figures=$("$bin/gancho-bench-load" --server="$server_address" \
    --metrics_port="$metrics_port" "$@") || return 1
  if (($(jq '.lost + .rejected' <<<"$figures") != 0)); then
    echo "error: not everything was delivered: $figures" >&2
    return 1
  fi
  echo "$figures"
}

# paced_feed FLAG... : gancho-bench-paced-feed to the server.
paced_feed() { "$bin/gancho-bench-paced-feed" --server="$server_address" "$@"; }

# wait_until SECONDS COMMAND... : until the command succeeds.
wait_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    if ((SECONDS >= end)); then
      echo "error: waited in vain for: $*" >&2
      return 1
    fi
    sleep 0.2
  done
}

# print_figures JSON : as scripts/bench.sh promises.
print_figures() {
  if [[ $GANCHO_BENCH_JSON == true ]]; then
    jq -c . <<<"$1"
  else
    jq . <<<"$1"
  fi
}

# Requests that the sink has seen, those for its status left out.
sink_status_reads=0
sink_requests() {
  sink_status_reads=$((sink_status_reads + 1))
  local requests
  requests=$(curl -s "http://127.0.0.1:$sink_status_port/" |
    awk 'NR == 3 { print $3 }')
  echo $((requests - sink_status_reads))
}

# start_server [FLAG...] : ganchod on free ports. Sets server_pid, server_address
# and metrics_port.
# shellcheck disable=SC2120  # most have no flags to add
start_server() {
  local line i
  : >"$work/ganchod.log"
  "$bin/ganchod" --listen_address=127.0.0.1:0 --data_dir="$work/data" \
    --metrics_address=127.0.0.1:0 --allow_destinations=127.0.0.0/8 \
    --ca_file="$work/sink.crt" "$@" >"$work/ganchod.out" \
    2>"$work/ganchod.log" &
  server_pid=$!
  pids+=("$server_pid")
  for ((i = 0; i < 200; i++)); do
    line=$(grep -o '[^-]listening on 127.0.0.1:[0-9]*' "$work/ganchod.log" |
      head -n 1 || true)
    if [[ -n $line ]]; then break; fi
    if ! kill -0 "$server_pid" 2>/dev/null; then break; fi
    sleep 0.05
  done
  if [[ -z $line ]]; then
    echo "error: ganchod did not start:" >&2
    cat "$work/ganchod.log" >&2
    return 1
  fi
  server_address=127.0.0.1:${line##*:}
  line=$(grep -o 'metrics on [^ ]*' "$work/ganchod.log" | head -n 1)
  metrics_port=${line##*:}
}

rpc() { "$grpcurl" -plaintext -d "$2" "$server_address" "gancho.v1.$1"; }

# Resident memory of the server in MiB.
server_rss_mib() {
  awk '/^VmRSS/ { printf "%d\n", $2 / 1024 }' "/proc/$server_pid/status"
}

# CPU time of the server by thread name, "name microseconds" a line.
server_cpu_by_thread() {
  local task hertz
  hertz=$(getconf CLK_TCK)
  for task in /proc/"$server_pid"/task/*; do
    printf '%s %s\n' "$(tr ' ' '_' <"$task/comm")" \
      "$(sed 's/.*) //' "$task/stat" |
        awk -v hertz="$hertz" '{ print ($12 + $13) * 1000000 / hertz }')"
  done | awk '{ sum[$1] += $2 } END { for (n in sum) print n, sum[n] }' | sort
}

metric() {
  curl -s "http://127.0.0.1:$metrics_port/metrics" |
    awk -v name="$1" '$1 == name { print $2; found = 1 }
                      END { if (!found) print 0 }'
}

median() {
  sort -g | awk '{ v[NR] = $1 }
    END { if (NR % 2) print v[(NR + 1) / 2];
          else print (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}
