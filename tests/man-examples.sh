#!/bin/bash
# Runs the examples of the manual pages: each
#	.Dl $ command
#	.Bd -literal ...
#	output
#	.Ed
# runs in tests/data with the commands on PATH and a folder of their own as TMPDIR, and must print that output.
set -u
top=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
build=${WCORE_BUILD:-$top/build}
PATH=$(cd "$build" && pwd):$PATH
export PATH LC_ALL=C.UTF-8
unset WCORE_PATH DEBUGINFOD_URLS
TMPDIR=$(mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
passed=0
failed=0

# Commands and outputs of a page, each ended by a NUL byte.
examples() {
	awk '
		function plain(text) {
			gsub(/\\&/, "", text); gsub(/\\e/, "\\", text); gsub(/\\-/, "-", text)
			gsub(/\\\(aq/, "\047", text)
			return text
		}
		/^\.Dl \$ / { command = plain(substr($0, 7)); next }
		/^\.Bd -literal/ && command != "" { inside = 1; output = ""; next }
		/^\.Ed/ && inside { printf "%s%c%s%c", command, 0, output, 0; inside = 0; command = ""; next }
		inside { output = output plain($0) "\n"; next }
		!/^\.Pp/ { command = "" }
	' "$1"
}

for page in "$top"/man/*.[1-9]; do
	while IFS= read -r -d '' command && IFS= read -r -d '' wanted; do
		seen=$(cd "$top/tests/data" && bash -c "$command" 2>&1 </dev/null; echo .)
		if [ "$seen" = "$wanted." ]; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
			printf 'FAIL %s: %s\n' "$(basename "$page")" "$command"
			diff <(printf '%s' "$wanted") <(printf '%s' "${seen%.}")
		fi
	done < <(examples "$page")
done
echo "examples: $passed passed, $failed failed"
[ "$failed" = 0 ]
