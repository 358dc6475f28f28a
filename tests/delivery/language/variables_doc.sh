#!/usr/bin/env bash
# Fails if docs/variables.md is not what gancho_docs makes of the protos and the
# code. Usage: variables_doc.sh GANCHO_DOCS PROTOSET, from the top of the tree.
set -euo pipefail
if ! diff -u docs/variables.md <("$1" "$2"); then
  echo "error: docs/variables.md is out of date; make it again:" >&2
  echo "  $1 $2 > docs/variables.md" >&2
  exit 1
fi
