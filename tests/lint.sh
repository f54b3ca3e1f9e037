#!/bin/sh
# Manual pages, shell scripts and Python sources: what their own checkers say.
set -u
cd "$(dirname "$0")/.." || exit 1
passed=0
failed=0
check() {
	name=$1
	shift
	if output=$("$@" 2>&1) && [ -z "$output" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAIL %s\n%s\n' "$name" "$output"
	fi
}

# Includes of a layer that do not stand in front of it.
reaches() {
	grep -n '#include "\.\./' libcore/"$1"/*.[ch] | grep -v "\"\.\./\($2\)/"
	true
}

# Calls for memory that alloc.h has no part in.
takes_memory() {
	grep -nE '(^|[^_[:alnum:]])(malloc|calloc|realloc|aligned_alloc|strdup|strndup|v?asprintf|open_memstream)\(' \
		libcore/*/*.[ch] cmd/*.[ch] | grep -v '^libcore/base/alloc\.\|: \*\|/\*'
	true
}

for page in man/*.[1-9]; do
	[ -f "$page" ] && check "$page" mandoc -T lint -W warning "$page"
done
git ls-files 2>/dev/null | grep . >/dev/null && list='git ls-files' || list='find . -type f'
for script in $($list | grep -v '^\./build\|/data/'); do
	case $(head -n 1 "$script" 2>/dev/null | tr -d '\000') in
	'#!/bin/sh'* | '#!/bin/bash'* | '#!/usr/bin/env bash'*) check "$script" shellcheck "$script" ;;
	esac
	case $script in
	*.py) check "$script" python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$script" ;;
	esac
done
check 'memory by alloc.h' takes_memory
# docs/architecture.md
layers=
for layer in base sandbox wasm dump scan debug analysis lang layout keep validate strip redact merge bundle; do
	layers=${layers:+$layers\\|}$layer
	check "libcore/$layer" reaches "$layer" "$layers"
done
echo "lint: $passed passed, $failed failed"
[ "$failed" = 0 ]
