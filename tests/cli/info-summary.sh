wcore-info c-divzero/crash-O0.core
