wcore-bt --no-search -n 1 c-divzero/crash-O0.core
