wcore-bt c-divzero/crash-O0.core >/dev/full
