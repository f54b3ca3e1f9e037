#!/bin/bash
# Runs each `$ command` of a page's console blocks (README.md, or the page that is given), one after the other in one shell that
# starts at the top of the repository, and compares what it prints with what stands below it.
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
build=${WCORE_BUILD:-$top/build}
PATH=$(cd "$build" && pwd):$PATH
export PATH LC_ALL=C.UTF-8
unset WCORE_PATH DEBUGINFOD_URLS
cd "$top" || exit 2
page=${1:-README.md}
least=${2:-20}
passed=0
failed=0
seen_file=$(mktemp)
TMPDIR=$(mktemp -d)
export TMPDIR
trap 'rm -rf "$seen_file" "$TMPDIR"' EXIT

# Each command and its output, both ended by a NUL byte.
examples() {
	awk '
		function flush() { if (command != "") printf "%s%c%s%c", command, 0, output, 0; command = "" }
		/^```console$/ { inside = 1; next }
		/^```$/ { if (inside) flush(); inside = 0; next }
		!inside { next }
		/^\$ / { flush(); command = substr($0, 3); output = ""; next }
		{ output = output $0 "\n" }
	' "$page"
}

exec 3< <(examples)
while IFS= read -r -u 3 -d '' command && IFS= read -r -u 3 -d '' wanted; do
	eval "$command" >"$seen_file" 2>&1 </dev/null
	if [ "$(cat "$seen_file")" = "${wanted%$'\n'}" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAIL %s\n' "$command"
		printf '%s' "$wanted" | diff -u --label "$page" --label seen - "$seen_file"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -ge "$least" ]
