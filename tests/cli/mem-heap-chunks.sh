# What the program printed of its blocks stands in heap-c/break-footer.log; block i is full of its letter.
wcore-mem heap --chunks heap-c/break-footer.core | head -6
wcore-mem heap --chunks --json heap-c/break-footer.core | sed -n 3p
wcore-mem heap --histogram heap-c/break-wrong_link.core
wcore-mem heap --histogram --json heap-c/break-wrong_link.core
