printf 'hello\n' >"$TMP/text"
for file in "$TMP/none" "$TMP/text" "$TMP" traps/traps.wasm; do
	wcore-bt "$file" 2>&1 | sed "s|$TMP|TMP|g"
	wcore-bt --json "$file" 2>/dev/null | sed "s|$TMP|TMP|g"
	echo "exit ${PIPESTATUS[0]}"
done
