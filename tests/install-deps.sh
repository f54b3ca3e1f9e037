#!/bin/sh
# usage: install-deps.sh GROUP...   (build test lint fuzz corpus)
# Installs the Debian packages of these groups that are missing; says nothing when all are there.
set -eu

build='gcc make libc6-dev pkg-config zlib1g-dev libiberty-dev libdwarf-dev libpcre2-dev nettle-dev libseccomp-dev'
test='libcmocka-dev libjansson-dev python3 python3-jsonschema mandoc bash zsh fish gzip parallel llvm-16'
lint='mandoc shellcheck'
fuzz='clang-16 libclang-rt-16-dev llvm-16'
corpus='clang-16 lld-16 wasi-libc libclang-rt-16-dev-wasm32 libc++-16-dev-wasm32 libc++abi-16-dev-wasm32 rustc libstd-rust-dev-wasm32 wabt'

packages=
for group; do
	case $group in
	build) packages="$packages $build" ;;
	test) packages="$packages $test" ;;
	lint) packages="$packages $lint" ;;
	fuzz) packages="$packages $fuzz" ;;
	corpus) packages="$packages $corpus" ;;
	*) echo "install-deps.sh: no group $group" >&2; exit 2 ;;
	esac
done

command -v dpkg-query >/dev/null 2>&1 || {
	echo "install-deps.sh: not a Debian system; needed are the counterparts of:$packages" >&2
	exit 0
}

missing=
for package in $packages; do
	case $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) in
	ii*) ;;
	*) missing="$missing $package" ;;
	esac
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
	command -v sudo >/dev/null 2>&1 || {
		echo "install-deps.sh: as root, run: apt-get install$missing" >&2
		exit 1
	}
	as_root=sudo
fi
echo "installing$missing"
export DEBIAN_FRONTEND=noninteractive
# The package lists are fetched only when they are old or absent: an installation that works needs none.
# shellcheck disable=SC2086
install() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >"$log" 2>&1; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install || {
	$as_root apt-get update >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
	install || { cat "$log" >&2; exit 1; }
}
