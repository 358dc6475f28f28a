#!/usr/bin/env bash
# Writes gancho/v1/ again from the protos: protoc of Debian 12, and the plug-ins
# for Go at the versions below, which it fetches into BUILD_DIR.
# Usage: generate.sh [BUILD_DIR]
set -euo pipefail

readonly protoc_gen_go_version=v1.33.0
readonly protoc_gen_go_grpc_version=v1.3.0
readonly genproto=google.golang.org/genproto/googleapis/rpc
readonly module=gancho.dev/clients/go

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$source_dir/../.." && pwd)
build_dir=$(realpath -m "${1:-$root/build/clients/go}")
readonly source_dir root build_dir
readonly googleapis=${GANCHO_GOOGLEAPIS_DIR:-/usr/share/gocode/src/github.com/gogo/googleapis}

# install PACKAGE VERSION: a plug-in of protoc; the stamp names the version.
readonly generator=$build_dir/generator
install() {
  local stamp=$generator/.${1##*/}-$2
  if [[ -e $stamp ]]; then return; fi
  mkdir -p "$generator"
  GOBIN=$generator GOTOOLCHAIN=local GOFLAGS=-mod=mod go install "$1@$2"
  touch "$stamp"
}
install google.golang.org/protobuf/cmd/protoc-gen-go "$protoc_gen_go_version"
install google.golang.org/grpc/cmd/protoc-gen-go-grpc \
  "$protoc_gen_go_grpc_version"

cd "$root/protos"
output=$build_dir/generated
rm -rf "$output"
mkdir -p "$output"
options=()
for kind in go go-grpc; do
  options+=("--${kind}_out=$output" "--${kind}_opt=module=$module"
    "--${kind}_opt=Mgoogle/rpc/status.proto=$genproto/status")
done
PATH=$generator:$PATH protoc -I. -I"$googleapis" "${options[@]}" \
  gancho/v1/*.proto
rm -rf "$source_dir/gancho"
cp -r "$output/gancho" "$source_dir/gancho"
