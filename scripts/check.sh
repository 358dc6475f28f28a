#!/usr/bin/env bash
# Format, lint and structure; fails on any difference.
#
#   scripts/check.sh           what changed since the main branch is linted
#   scripts/check.sh --fast    without clang-tidy: a few seconds
#   scripts/check.sh --full    every file is linted: half an hour on two cores
#   scripts/check.sh --fix     lets clang-format rewrite the files first
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly max_file_lines=500
# clang-tidy takes 5 to 60 seconds a file.
readonly max_changed_files=12

usage() {
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
}

tidy=changed
fix=false
for argument in "$@"; do
  case $argument in
    --fast) tidy=none ;;
    --full) tidy=all ;;
    --fix) fix=true ;;
    -h | --help)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
done

failed=()
say() { printf '== %s\n' "$*"; }

# tracked PATTERN... : files of the tree, also where it is no git checkout.
tracked() {
  if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files --cached --others --exclude-standard -- "$@" | sort -u |
      while read -r file; do
        if [[ -f $file ]]; then echo "$file"; fi
      done
  else
    local names=() pattern
    for pattern in "$@"; do names+=(-o -name "$pattern"); done
    find . -path ./build -prune -o -type f \( "${names[@]:1}" \) -print |
      sed 's|^\./||' | sort
  fi
}

check_format() {
  say "clang-format: ${#sources[@]} files"
  if ((${#sources[@]} == 0)); then return; fi
  if $fix; then clang-format -i "${sources[@]}"; fi
  clang-format --dry-run --Werror --ferror-limit=3 "${sources[@]}" ||
    failed+=(clang-format)
}

check_shell() {
  local scripts
  mapfile -t scripts < <(tracked '*.sh' | grep -v '/fixtures/')
  if [[ -e .ci/run ]]; then scripts+=(.ci/run); fi
  say "shellcheck: ${#scripts[@]} files"
  shellcheck -x "${scripts[@]}" || failed+=(shellcheck)
}

check_structure() {
  say "structure"
  tests/structure/layering.sh || failed+=(structure)
}

# A warning only: a long file is sometimes right.
check_size() {
  say "file size"
  local file lines
  for file in "${sources[@]}"; do
    lines=$(wc -l <"$file")
    if ((lines > max_file_lines)); then
      echo "warning: $file has $lines lines, more than $max_file_lines"
    fi
  done
}

# Sources that differ from the main branch, or from the commit before when this
# is the main branch; those of a changed header too.
changed_sources() {
  local base
  base=$(git merge-base HEAD origin/main 2>/dev/null ||
    git merge-base HEAD main 2>/dev/null || true)
  if [[ -z $base || $base == "$(git rev-parse HEAD)" ]]; then
    base=$(git rev-parse HEAD~1 2>/dev/null || true)
  fi
  if [[ -z $base ]]; then return; fi
  {
    git diff --name-only "$base" -- '*.cc' '*.h'
    git ls-files --others --exclude-standard -- '*.cc' '*.h'
  } | sed 's/\.h$/.cc/' | sort -u | while read -r file; do
    if [[ -f $file ]]; then echo "$file"; fi
  done
}

check_tidy() {
  local candidates=() files=() file log
  case $tidy in
    none) return ;;
    all) mapfile -t candidates < <(printf '%s\n' "${sources[@]}" | grep '\.cc$') ;;
    changed)
      mapfile -t candidates < <(changed_sources)
      if ((${#candidates[@]} > max_changed_files)); then
        echo "clang-tidy: the first $max_changed_files of" \
          "${#candidates[@]} changed files; --full lints all"
        candidates=("${candidates[@]:0:max_changed_files}")
      fi
      ;;
  esac
  log=$(mktemp)
  if ! { cmake --preset tidy && cmake --build --preset tidy; } >"$log" 2>&1; then
    cat "$log"
    rm -f "$log"
    failed+=("clang-tidy's configuration")
    return
  fi
  rm -f "$log"
  for file in "${candidates[@]}"; do
    if grep -q "\"file\": \".*/$file\"" build/tidy/compile_commands.json; then
      files+=("$file")
    fi
  done
  say "clang-tidy: ${#files[@]} files"
  if ((${#files[@]} == 0)); then return; fi
  printf '%s\0' "${files[@]}" |
    xargs -0 -n 1 -P "$(nproc)" clang-tidy --quiet -p build/tidy ||
    failed+=(clang-tidy)
}

mapfile -t sources < <(tracked '*.h' '*.cc' | grep -v '/fixtures/')
check_format
check_shell
check_structure
check_size
check_tidy

if ((${#failed[@]} > 0)); then
  say "failed: ${failed[*]}"
  exit 1
fi
say "no difference"
