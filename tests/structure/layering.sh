#!/usr/bin/env bash
# Holds the structure of the tree: who may include what, include guards, names
# of files, and no test that sleeps. Usage: layering.sh [ROOT]
#
# Prints one line a violation, "file:line: rule: what", and exits 1 if there
# was any. layering_self_test.sh shows that each rule can fail.
set -euo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../..}"

# The folders that hold C++ of ours; what is generated lies below build/.
folders=()
for folder in store delivery service clients tests; do
  if [[ -d $folder ]]; then folders+=("$folder"); fi
done
if ((${#folders[@]} == 0)); then
  echo "error: no folder of ours below $PWD" >&2
  exit 2
fi
mapfile -t files < <(find "${folders[@]}" -type f \
  \( -name '*.h' -o -name '*.cc' \) -not -path '*/fixtures/*' | sort)
if ((${#files[@]} == 0)); then
  echo "no C++ files yet"
  exit 0
fi

# Every include of a header that a rule speaks of is one line
# "file:number:#include <header>", judged here:
#   service -> store, delivery      delivery -> store      store -> nothing
# Generated protos ("gancho/v1/", "google/", any *.pb.h) are open to all, the
# service stubs among them (*.grpc.pb.h) only to those who may use gRPC.
include_violations() {
  grep -HnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"]' "${files[@]}" |
    awk -F: '
      function report(rule) {
        printf "%s:%s: %s: %s\n", $1, $2, rule, header
      }
      {
        file = $1
        header = $0
        sub(/^[^<"]*[<"]/, "", header)
        sub(/[>"].*$/, "", header)
        split(file, file_parts, "/")
        folder = file_parts[1]
        split(header, header_parts, "/")
        target = header_parts[1]
      }
      folder == "tests" { next }
      header ~ /\.grpc\.pb\.h$/ || target == "grpc" || target == "grpcpp" {
        if (folder != "service" && folder != "clients")
          report("only service/ and clients/ include gRPC")
        next
      }
      target == "rocksdb" {
        if (file !~ /^store\/rocksdb\//)
          report("only store/rocksdb/ includes RocksDB")
        next
      }
      target == "boost" {
        if (folder != "delivery") report("only delivery/ includes Boost")
        next
      }
      target == "tests" { report("only tests/ includes tests/"); next }
      header ~ /\.pb\.h$/ {
        if (folder == "clients" && target == "store")
          report("clients/ includes only clients/ and the public protos")
        next
      }
      target ~ /^(store|delivery|service|clients)$/ && target != folder {
        if (folder == "store") report("store/ includes nothing of ours")
        else if (folder == "delivery" && target != "store")
          report("delivery/ includes only store/")
        else if (folder == "service" && target == "clients")
          report("service/ includes only store/ and delivery/")
        else if (folder == "clients")
          report("clients/ includes only clients/ and the public protos")
      }' || true
}

# The guard of store/rocksdb/options.h is GANCHO_STORE_ROCKSDB_OPTIONS_H_.
guard_violations() {
  local file guard
  for file in "${files[@]}"; do
    if [[ $file != *.h ]]; then continue; fi
    guard=${file^^}
    guard=GANCHO_${guard//[^A-Z0-9]/_}_
    if ! grep -qx "#ifndef $guard" "$file" ||
      ! grep -qx "#define $guard" "$file"; then
      echo "$file:1: include guard: #ifndef $guard"
    fi
  done
}

# A file is named after the concept that it owns.
name_violations() {
  local file name
  for file in "${files[@]}"; do
    name=${file##*/}
    name=${name%.*}
    if [[ _${name}_ =~ _(utils?|common|managers?|helpers?|misc)_ ]]; then
      echo "$file:1: name says nothing: ${BASH_REMATCH[1]}"
    fi
    if [[ ! $name =~ ^[a-z][a-z0-9_]*$ ]]; then
      echo "$file:1: file names are snake_case: $name"
    fi
  done
}

# Time is injected, so a test that sleeps is slow or flaky, and mostly both.
# Tests labelled integration or crash watch a real server; they live in files
# named *_integration_test.cc or *_crash_test.cc.
sleep_violations() {
  local tests=() file
  for file in "${files[@]}"; do
    if [[ $file == tests/* && $file != *_integration_test.cc &&
      $file != *_crash_test.cc ]]; then
      tests+=("$file")
    fi
  done
  if ((${#tests[@]} > 0)); then
    grep -HnE '\b(sleep_for|sleep_until|SleepFor|u?sleep|nanosleep)[[:space:]]*\(' \
      "${tests[@]}" | sed -E 's/^([^:]*:[0-9]+):/\1: a unit test sleeps:/' || true
  fi
}

violations=$(
  include_violations
  guard_violations
  name_violations
  sleep_violations
)
if [[ -n $violations ]]; then
  printf '%s\n' "$violations"
  exit 1
fi
echo "${#files[@]} files keep the structure"
