#!/usr/bin/env bash
# Installs what the build and the tests need and this machine lacks: packages
# of scripts/packages.txt, the headers of libphonenumber and grpcurl. Calls apt
# only for what is missing; when nothing is, it takes well under a second.
#
#   scripts/install_dependencies.sh --fuzz   libFuzzer too, for the preset fuzz
#   scripts/install_dependencies.sh --clients   also Node, a JDK and Maven, for
#                                               clients/typescript and clients/java
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly package_list=scripts/packages.txt
readonly phonenumber_dir=build/deps/libphonenumber
readonly tools_dir=build/tools/bin
# The newest release that the Go of Debian 12 (1.19) can build.
readonly grpcurl_version=v1.8.9

say() { printf '== %s\n' "$*"; }

as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    printf 'error: neither root nor sudo; run as root: %s\n' "$*" >&2
    return 1
  fi
}

apt_is_fresh=false
refresh_apt() {
  if ! $apt_is_fresh; then
    as_root apt-get -qq update
    apt_is_fresh=true
  fi
}

missing_packages() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' |
    awk '$1 == "ii" { print $2 }' | sort -u)
  sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$package_list" | sort -u |
    comm -23 - <(printf '%s\n' "$installed")
}

install_packages() {
  refresh_apt
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends "$@"
}

install_missing_packages() {
  local missing
  mapfile -t missing < <(missing_packages)
  if ((${#missing[@]} > 0)); then
    say "installing ${missing[*]}"
    install_packages "${missing[@]}"
  fi
}

# libphonenumber-dev depends on Boost 1.74 and so cannot be installed beside
# 1.81; its headers do not need that version, so they are only unpacked.
unpack_phonenumber_headers() {
  if [[ -e $phonenumber_dir/usr/include/phonenumbers/phonenumberutil.h ]]; then
    return
  fi
  say "unpacking the headers of libphonenumber into $phonenumber_dir"
  refresh_apt
  local version download
  version=$(dpkg-query -W -f '${Version}' libphonenumber8)
  download=$(mktemp -d)
  # apt drops root to fetch, and must be able to write where it fetches to.
  chmod 755 "$download"
  (cd "$download" &&
    apt-get -qq -o APT::Sandbox::User=root download \
      "libphonenumber-dev=$version")
  rm -rf "$phonenumber_dir.new"
  mkdir -p "$phonenumber_dir.new"
  dpkg -x "$download"/libphonenumber-dev_*.deb "$phonenumber_dir.new"
  rm -rf "$phonenumber_dir" "$download"
  mv "$phonenumber_dir.new" "$phonenumber_dir"
}

# Any Go will do: for grpcurl, and for tests/signatures/.
install_go() {
  if ! command -v go >/dev/null; then
    say "installing golang-go"
    install_packages golang-go
  fi
}

# The runtimes of clang's sanitizers, libFuzzer's among them, of the version
# that clang has.
install_fuzzer() {
  local version package
  version=$(clang --version | sed -n '1s/.*version \([0-9]*\).*/\1/p')
  package=libclang-rt-$version-dev
  if ! dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null |
    grep -q '^ii'; then
    say "installing $package"
    install_packages "$package"
  fi
}

# The stamp names the version, so that a new one replaces an old binary.
build_grpcurl() {
  local stamp="$tools_dir/.grpcurl-$grpcurl_version"
  if [[ -x $tools_dir/grpcurl && -e $stamp ]]; then
    return
  fi
  say "building grpcurl $grpcurl_version into $tools_dir"
  mkdir -p "$tools_dir"
  GOBIN="$PWD/$tools_dir" GOTOOLCHAIN=local GOFLAGS=-mod=mod \
    go install -ldflags "-X main.version=$grpcurl_version" \
    "github.com/fullstorydev/grpcurl/cmd/grpcurl@$grpcurl_version"
  rm -f "$tools_dir"/.grpcurl-*
  touch "$stamp"
}

# Any Node from 18 and any JDK from 17 will do.
install_client_toolchains() {
  local missing=()
  if ! command -v node >/dev/null; then missing+=(nodejs); fi
  if ! command -v npm >/dev/null; then missing+=(npm); fi
  if ! command -v javac >/dev/null; then missing+=(openjdk-17-jdk-headless); fi
  if ! command -v mvn >/dev/null; then missing+=(maven); fi
  if ((${#missing[@]} > 0)); then
    say "installing ${missing[*]}"
    install_packages "${missing[@]}"
  fi
}

# No Debian, no apt: the build may still work with libraries found elsewhere.
if ! command -v apt-get >/dev/null; then
  say "no apt-get here: install what $package_list lists yourself"
  exit 0
fi

install_missing_packages
unpack_phonenumber_headers
install_go
build_grpcurl
if [[ ${1:-} == --fuzz ]]; then install_fuzzer; fi
if [[ ${1:-} == --clients ]]; then install_client_toolchains; fi
