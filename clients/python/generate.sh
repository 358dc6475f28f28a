#!/usr/bin/env bash
# Writes src/gancho/v1/ again from the protos, with the generators of
# generator_requirements.txt, which it installs into BUILD_DIR.
# Usage: generate.sh [BUILD_DIR]
set -euo pipefail

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$source_dir/../.." && pwd)
build_dir=$(realpath -m "${1:-$root/build/clients/python}")
readonly source_dir root build_dir
readonly googleapis=${GANCHO_GOOGLEAPIS_DIR:-/usr/share/gocode/src/github.com/gogo/googleapis}

# The stamp is a copy of what was installed, so that a new version replaces it.
readonly generator=$build_dir/generator
readonly requirements=$source_dir/generator_requirements.txt
if ! cmp -s "$requirements" "$generator/installed.txt"; then
  rm -rf "$generator"
  python3 -m venv "$generator"
  "$generator/bin/pip" install --quiet --disable-pip-version-check \
    -r "$requirements"
  cp "$requirements" "$generator/installed.txt"
fi

cd "$root/protos"
output=$build_dir/generated
rm -rf "$output"
mkdir -p "$output"
PATH=$generator/bin:$PATH "$generator/bin/python" -m grpc_tools.protoc \
  -I. -I"$googleapis" \
  --python_out="$output" --pyi_out="$output" \
  --grpc_python_out="$output" --mypy_grpc_out="$output" \
  gancho/v1/*.proto 2>"$build_dir/generate.log" ||
  { cat "$build_dir/generate.log" >&2; exit 1; }

package=$output/gancho/v1
# Of files that define no service: nothing in them.
for file in "$package"/*_pb2_grpc.py; do
  if ! grep -q '^class .*Stub' "$file"; then rm "$file" "${file}i"; fi
done

# One module that names them all: `from gancho import v1`.
{
  echo '"""The messages and stubs of gancho.v1, generated from the protos."""'
  echo
  for file in "$package"/*_pb2.pyi "$package"/*_pb2_grpc.py; do
    module=$(basename "${file%.*}")
    case $module in
      *_pb2_grpc) pattern='^class \([A-Za-z]*Stub\)\b.*' ;;
      *) pattern='^class \([A-Z][A-Za-z]*\)\b.*' ;;
    esac
    sed -n "s/$pattern/\1/p" "$file" | sort -u | while read -r name; do
      echo "from gancho.v1.$module import $name as $name"
    done
  done
} >"$package/__init__.py"
rm -rf "$source_dir/src/gancho/v1"
cp -r "$package" "$source_dir/src/gancho/v1"
