# Types that no debug information has, of dumps with and without their modules: each used chunk of that size.
for type in 'unsigned __int128' int; do
	wcore-mem heap --type "$type" --no-search heap-c/break-double_free.core >"$TMP/without" 2>/dev/null
	echo "$? $(grep -c '0 checks' "$TMP/without")"
done
wcore-mem heap --type nobody --no-search heap-c/break-double_free.core
