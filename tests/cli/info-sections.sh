wcore-info --sections c-divzero/crash-O0.core
