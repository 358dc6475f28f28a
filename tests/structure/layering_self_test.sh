#!/usr/bin/env bash
# Shows that each rule of layering.sh can fail, and that what is allowed passes.
set -euo pipefail
layering=$(realpath "$(dirname "${BASH_SOURCE[0]}")/layering.sh")
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

# write FILE LINE... : a file of the tree under test.
write() {
  local file="$tree/$1"
  shift
  mkdir -p "${file%/*}"
  printf '%s\n' "$@" >"$file"
}

# expect_violation RULE FILE LINE... : the file breaks that rule, and only it.
expect_violation() {
  local rule=$1 file=$2 output
  shift
  rm -rf "${tree:?}"/*
  write "$@"
  if output=$("$layering" "$tree"); then
    echo "FAILED: $file passed, expected: $rule"
  elif [[ $output != "$file:"*": $rule"* || $output == *$'\n'* ]]; then
    echo "FAILED: $file: expected one line with '$rule', got: $output"
  else
    return 0
  fi
  failures=$((failures + 1))
}

expect_violation "only store/rocksdb/ includes RocksDB" \
  store/ledger.cc '#include <rocksdb/db.h>'
expect_violation "only store/rocksdb/ includes RocksDB" \
  service/main.cc '#include "rocksdb/db.h"'
expect_violation "only delivery/ includes Boost" \
  service/main.cc '#  include <boost/asio.hpp>'
expect_violation "only service/ and clients/ include gRPC" \
  store/ledger.cc '#include <grpcpp/grpcpp.h>'
expect_violation "only service/ and clients/ include gRPC" \
  delivery/engine.cc '#include <grpc/grpc.h>'
expect_violation "only service/ and clients/ include gRPC" \
  delivery/engine.cc '#include "gancho/v1/call_service.grpc.pb.h"'
expect_violation "store/ includes nothing of ours" \
  store/ledger.cc '#include "delivery/engine.h"'
expect_violation "store/ includes nothing of ours" \
  store/rocksdb/tables.cc '#include "service/main.h"'
expect_violation "delivery/ includes only store/" \
  delivery/engine.cc '#include "service/main.h"'
expect_violation "service/ includes only store/ and delivery/" \
  service/main.cc '#include "clients/cpp/client.h"'
expect_violation "clients/ includes only clients/ and the public protos" \
  clients/cpp/client.cc '#include "store/ledger.h"'
expect_violation "clients/ includes only clients/ and the public protos" \
  clients/cpp/client.cc '#include "store/record.pb.h"'
expect_violation "only tests/ includes tests/" \
  delivery/engine.cc '#include "tests/testing/fake_clock.h"'
expect_violation "include guard" store/key.h '#pragma once'
expect_violation "include guard" store/key.h \
  '#ifndef STORE_KEY_H_' '#define STORE_KEY_H_' '#endif'
expect_violation "include guard" store/key.h \
  '#ifndef GANCHO_STORE_KEY_H_' '#define GANCHO_STORE_KEYS_H_' '#endif'
expect_violation "name says nothing" store/key_utils.cc ''
expect_violation "name says nothing" delivery/manager.cc ''
expect_violation "name says nothing" service/common.cc ''
expect_violation "file names are snake_case" store/Ledger.cc ''
expect_violation "a unit test sleeps" tests/store/ledger_test.cc \
  '  std::this_thread::sleep_for(std::chrono::seconds(1));'
expect_violation "a unit test sleeps" tests/testing/fake_clock.cc \
  '  absl::SleepFor(absl::Seconds(1));'

rm -rf "${tree:?}"/*
write store/rocksdb/tables.h '#ifndef GANCHO_STORE_ROCKSDB_TABLES_H_' \
  '#define GANCHO_STORE_ROCKSDB_TABLES_H_' '#include <rocksdb/db.h>' \
  '#include "gancho/v1/call.pb.h"' '#include "store/ledger.h"' '#endif'
write delivery/engine.cc '#include <boost/asio.hpp>' '#include "store/ledger.h"'
write service/main.cc '#include <grpcpp/grpcpp.h>' '#include "store/ledger.h"' \
  '#include "delivery/engine.h"' '#include "gancho/v1/call_service.grpc.pb.h"'
write clients/cpp/client.cc '#include "gancho/v1/call_service.grpc.pb.h"'
write tests/store/ledger_test.cc '#include <rocksdb/db.h>' \
  '#include <boost/asio.hpp>' '#include "delivery/engine.h"'
write tests/service/server_integration_test.cc 'absl::SleepFor(kTick);'
if ! "$layering" "$tree"; then
  echo "FAILED: a tree that keeps the rules was refused"
  failures=$((failures + 1))
fi

if ((failures > 0)); then
  echo "$failures failures"
  exit 1
fi
