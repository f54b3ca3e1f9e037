wcore-bt wt-c-stackoverflow-O0/dump.core.gz
