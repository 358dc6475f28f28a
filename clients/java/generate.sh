#!/usr/bin/env bash
# Writes src/generated/ again from the protos: protoc and the plugin of gRPC at
# the versions of pom.xml, which Maven fetches. Usage: generate.sh [BUILD_DIR]
set -euo pipefail
shopt -s inherit_errexit

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$source_dir/../.." && pwd)
build_dir=$(realpath -m "${1:-$root/build/clients/java}")
readonly source_dir root build_dir
readonly googleapis=${GANCHO_GOOGLEAPIS_DIR:-/usr/share/gocode/src/github.com/gogo/googleapis}

case $(uname -m) in
  x86_64) platform=linux-x86_64 ;;
  aarch64) platform=linux-aarch_64 ;;
  *)
    echo "error: no generator for $(uname -m)" >&2
    exit 1
    ;;
esac

# version PROPERTY : of the pom.
version() { sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" "$source_dir/pom.xml"; }

# fetch GROUP:ARTIFACT:VERSION : an executable, and its path.
fetch() {
  local artifact file
  artifact=$(cut -d: -f2 <<<"$1")
  file=$build_dir/generator/$artifact-$(cut -d: -f3 <<<"$1")-$platform.exe
  if [[ ! -e $file ]]; then
    mvn -q -B -Dstyle.color=never -f "$source_dir/pom.xml" dependency:copy \
      -Dartifact="$1:exe:$platform" \
      -DoutputDirectory="$build_dir/generator" >&2
  fi
  chmod +x "$file"
  echo "$file"
}

mkdir -p "$build_dir/generator"
protoc=$(fetch "com.google.protobuf:protoc:$(version protobuf.version)")
plugin=$(fetch "io.grpc:protoc-gen-grpc-java:$(version grpc.version)")

cd "$root/protos"
output=$build_dir/generated
rm -rf "$output"
mkdir -p "$output"
# The well-known types and google.rpc come with libraries.
"$protoc" --plugin=protoc-gen-grpc-java="$plugin" \
  -I. -I"$googleapis" -I/usr/include \
  --java_out="$output" --grpc-java_out=@generated=omit:"$output" \
  gancho/v1/*.proto
rm -rf "$source_dir/src/generated/java"
mkdir -p "$source_dir/src/generated"
cp -r "$output" "$source_dir/src/generated/java"
