# The heap as its allocator sees it, and how many blocks the program's own log of them leaves alive.
wcore-mem map heap-c/heap-O0.core.gz | grep heap
awk '$1 == "alloc" { live[$2] } $1 == "free" { delete live[$2] } END { for (a in live) n++; print n }' heap-c/heap-O0.log
wcore-mem map --json heap-c/heap-O0.core.gz | grep -o '"heap":{[^}]*}'
# Damaged: sums of a part would pass for those of all.
wcore-mem map heap-c/break-overrun.core | grep heap
