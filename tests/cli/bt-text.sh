wcore-bt c-divzero/crash-O0.core
