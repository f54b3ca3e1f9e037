#!/bin/bash
# usage: run.sh BUILD SECONDS
# Runs each fuzzer of BUILD/fuzz for SECONDS, as many at a time as there are cores.  Prints
# a line for each, and at last how many passed; what was found stays in BUILD/found.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=$1
seconds=$2
python3 tests/fuzz/seeds.py "$build/seeds"
mkdir -p "$build/found"

one() {
	name=$1
	mkdir -p "$build/corpus/$name" "$build/seeds/$name"
	# Work is bounded so that no input takes two seconds; instrumented and sanitized, that is up to thirty.
	timeout=10
	[ "$name" != fuzz_type ] || timeout=60
	case $name in
	fuzz_dump | fuzz_validate | fuzz_strip | fuzz_bundle) largest=65536 ;;
	fuzz_decoder | fuzz_ssa) largest=16384 ;;
	fuzz_find) largest=32768 ;;
	*) largest=262144 ;;
	esac
	regressions=tests/data/fuzz/$name
	[ -d "$regressions" ] || regressions=
	local TIMEFORMAT='%U %S' status=0
	# shellcheck disable=SC2086
	{ time "$build/fuzz/$name" -max_total_time="$seconds" -timeout="$timeout" -rss_limit_mb=2048 \
		-max_len="$largest" -print_final_stats=1 -artifact_prefix="$build/found/$name-" \
		"$build/corpus/$name" "$build/seeds/$name" $regressions >"$build/$name.log" 2>&1; } 2>"$build/$name.time" || status=$?
	# Of each run of this build: processor seconds, and inputs.
	echo "$(cat "$build/$name.time") $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$name.log")" \
		>>"$build/$name.runs"
	if [ "$status" = 0 ]; then
		echo "ok   $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$name.log") runs"
	else
		echo "FAIL $name: see $build/$name.log"
		grep -E 'ERROR|SUMMARY|runtime error|Test unit written' "$build/$name.log" | head -5
		return 1
	fi
}
export -f one
export build seconds

names=$(cd "$build/fuzz" && ls)
# shellcheck disable=SC2086
printf '%s\n' $names | xargs -P "$(nproc)" -I{} bash -c 'one {}' >"$build/fuzz.log" 2>&1
cat "$build/fuzz.log"
passed=$(grep -c '^ok ' "$build/fuzz.log")
failed=$(grep -c '^FAIL ' "$build/fuzz.log")
echo "fuzz: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
