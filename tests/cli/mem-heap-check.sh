# Victims and culprits as heap-c/break-*.log names them; an address there is a word behind the header.
for scene in off_by_one zero_size huge_size footer top overlap double_free use_after_free tree_link; do
	wcore-mem heap --check heap-c/break-$scene.core
done
wcore-mem heap --check heap-c/heap-O0.core.gz
wcore-mem heap --check --json heap-c/break-footer.core
