wcore-bt --json -n 1 c-divzero/crash-O0.core
