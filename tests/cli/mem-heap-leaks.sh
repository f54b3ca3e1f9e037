# heap-c/heap-O2.log says what is lost; the blocks that a scene keeps in an array are not.
wcore-mem heap --leaks heap-c/heap-O2.core.gz
wcore-mem heap --leaks heap-c/break-footer.core
wcore-mem heap --leaks --json heap-cpp/heap.core.gz 2>/dev/null | head -1
