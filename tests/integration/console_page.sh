#!/usr/bin/env bash
# Types the commands of a page and compares what comes with what it shows.
# Usage: console_page.sh BUILD_DIR PAGE [AT_LEAST_COMMANDS]
#
# In a ```console block a line that begins with "$ " is a command, which goes on
# until it is complete; what follows is its output. "..." stands for anything,
# also for lines. Ports and the data directory are replaced by free ones.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

# What the page's commands may not set.
readonly build=$1 shown_page=$2 at_least=${3:-1}
if [[ ! -x build/tools/bin/grpcurl ]]; then
  echo "error: no grpcurl; run scripts/install_dependencies.sh" >&2
  exit 1
fi

# free_port FIRST : one of 6,000, all below those of outgoing connections.
free_port() {
  local port
  while true; do
    port=$(($1 + RANDOM % 6000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}
server=$(free_port 20000)
receiver=$(free_port 26000)
work=$(mktemp -d)
readonly server receiver work
trap 'kill $(jobs -p) 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT

localise() {
  sed -e "s|build/release|$build|" -e "s|7233|$server|g" -e "s|8080|$receiver|g" \
    -e "s|/tmp/gancho-|$work/|g" \
    -e "s|ganchod --data_dir|ganchod --listen_address=127.0.0.1:$server --data_dir|"
}

# Whether the lines of file $2 are those of file $1, "..." being anything.
matches() {
  awk '
    function pattern(line) {
      gsub(/[][\\.^$*+?(){}|]/, "\\\\&", line)
      gsub(/\\\.\\\.\\\./, ".*", line)
      return "^" line "$"
    }
    NR == FNR { wanted[++count] = $0; next }
    {
      # "..." alone swallows lines until the next wanted one.
      while (at < count && wanted[at + 1] ~ /^ *\.\.\.$/) { at++; open = 1 }
      if (at < count && $0 ~ pattern(wanted[at + 1])) { at++; open = 0; next }
      if (!open) { printf "unexpected: %s\n", $0; bad = 1; exit }
    }
    END {
      while (at < count && wanted[at + 1] ~ /^ *\.\.\.$/) at++
      if (!bad && at < count) { printf "missing: %s\n", wanted[at + 1]; bad = 1 }
      exit bad
    }' "$1" "$2"
}

readonly max_failed=3
commands=0
failed=0
run() {
  local command=$1 wanted=$2 got tries=1 i
  ((++commands))
  # Each its own: what runs in the background goes on writing.
  got=$work/got.$commands
  printf '%s\n' "$wanted" | localise | sed '/^$/d' >"$work/wanted"
  command=$(localise <<<"$command")
  # People type slower than attempts take; what only looks may look again.
  if [[ $command =~ (/List|/Get|^tail|^grep|^sed|&$) ]]; then tries=50; fi
  # In this shell, so that variables and jobs live on.
  eval "$command" >"$got" 2>&1 </dev/null
  for ((i = 1; i <= tries; ++i)); do
    if matches "$work/wanted" "$got" >"$work/difference"; then return; fi
    if ((i == tries)); then break; fi
    sleep 0.1
    if [[ $command != *'&' ]]; then
      eval "$command" >"$got" 2>&1 </dev/null
    fi
  done
  ((++failed))
  printf -- '--- %s\n%s\ngot:\n%s\n\n' "$command" \
    "$(cat "$work/difference")" "$(cat "$got")"
  # Later commands build on earlier ones.
  if ((failed == max_failed)); then
    echo "$commands commands, $failed failed; not going on"
    exit 1
  fi
}

command='' wanted='' in_block=false complete=true
flush() {
  if [[ -n $command ]]; then run "$command" "$wanted"; fi
  command='' wanted=''
}
while IFS= read -r line; do
  if [[ $line == '```console' ]]; then
    in_block=true
  elif [[ $line == '```' ]]; then
    if $in_block; then flush; fi
    in_block=false
  elif $in_block; then
    if ! $complete; then
      command+=$'\n'$line
    elif [[ $line == '$ '* ]]; then
      flush
      command=${line#\$ }
    else
      wanted+=$line$'\n'
      continue
    fi
    # A command that bash does not understand yet (of an open here-document it
    # only warns), or that ends in a backslash or a pipe, goes on.
    if [[ -z $(bash -n <<<"$command" 2>&1) && ! $command =~ (\\|\|)$ ]]; then
      complete=true
    else
      complete=false
    fi
  fi
done <"$shown_page"

echo "$commands commands, $failed failed"
((commands >= at_least && failed == 0))
