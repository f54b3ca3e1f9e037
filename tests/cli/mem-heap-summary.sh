# Eight blocks of 28 bytes, one of them free (heap-c/break.c); a chunk takes 32.
wcore-mem heap heap-c/break-footer.core
wcore-mem heap --json heap-c/break-zero_size.core
