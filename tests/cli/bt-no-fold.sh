wcore-bt --no-fold wt-c-stackoverflow-O0/dump.core.gz | tail -n 9
wcore-bt --no-fold wt-c-stackoverflow-O0/dump.core.gz | grep -c '^#.* recurse '
