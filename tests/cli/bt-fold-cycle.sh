# Function 9 at 1, then four rounds of functions 1 (at 2) and 2 (at 7), then 1 again: ten frames.
{
	head -c 108 traps/div_zero.core
	printf '\x00\x4d\x09corestack\x00\x04main\x0a\x00\x00\x09\x01\x00\x00'
	for _ in 1 2 3 4; do
		printf '\x00\x00\x01\x02\x00\x00\x00\x00\x02\x07\x00\x00'
	done
	printf '\x00\x00\x01\x02\x00\x00'
} >"$TMP/cycle.core"
wcore-bt --no-search "$TMP/cycle.core" 2>/dev/null
wcore-bt --no-search --json "$TMP/cycle.core" 2>/dev/null | grep -o '"index":[0-9]*' | tail -n 1
