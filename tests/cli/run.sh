#!/bin/bash
# Runs the cases of this folder, or those that are named.
#
# A case is NAME.sh beside NAME.out: the script runs in tests/data with the
# commands on PATH, and what it shows (stdout and stderr, in order) followed by
# "exit N" must be what NAME.out says.  $TMP is a folder of its own.  Texts in
# *.out are written from the truth in tests/data, not pasted from a run.
set -u
here=$(cd "$(dirname "$0")" && pwd)
build=${WCORE_BUILD:-$here/../../build}
PATH=$(cd "$build" && pwd):$PATH
export PATH LC_ALL=C.UTF-8
unset WCORE_PATH DEBUGINFOD_URLS NO_COLOR
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0

if [ $# = 0 ]; then
	set -- "$here"/*.sh
fi
for script; do
	name=$(basename "$script" .sh)
	[ "$name" = run ] && continue
	export TMP=$scratch/$name
	mkdir -p "$TMP"
	(
		cd "$here/../data" || exit 2
		bash "$here/$name.sh" 2>&1 </dev/null
		echo "exit $?"
	) >"$scratch/out"
	if diff -u --label "$name.out" --label seen "$here/$name.out" "$scratch/out"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $name"
	fi
done
echo "cli: $passed passed, $failed failed"
[ "$failed" = 0 ]
