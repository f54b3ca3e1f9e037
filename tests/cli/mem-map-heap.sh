# The heap as its allocator sees it: as many blocks as the program's own log leaves alive, and of each
# what was asked for, with at most 24 bytes of rounding.
wcore-mem map heap-c/heap-O0.core.gz | grep -o 'heap  dlmalloc: [0-9]* bytes in 246 used chunks' >"$TMP/row"
awk '$1 == "alloc" { live[$2] = $3 } $1 == "free" { delete live[$2] }
	END { for (a in live) { n++; bytes += live[a] } print n, bytes }' heap-c/heap-O0.log >"$TMP/log"
paste -d ' ' "$TMP/log" "$TMP/row" |
	awk '{ print $1, (($5 >= $2 && $5 <= $2 + 24 * $1) ? "within" : "beyond: " $5 " for " $2) }'
wcore-mem map --json heap-c/heap-O0.core.gz | grep -o '"heap":{"allocator":"dlmalloc","used":"[0-9]*","used_chunks":"246"' | tr -d 0-9
# Damaged: sums of a part would pass for those of all.
wcore-mem map heap-c/break-overrun.core | grep -c dlmalloc
