wcore-bt c-divzero/crash-O2.core
