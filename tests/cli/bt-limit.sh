wcore-bt -n 2 c-divzero/crash-O0.core
wcore-bt --limit=1 c-divzero/crash-O2.core
