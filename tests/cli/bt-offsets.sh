wcore-bt --offsets -n2 c-divzero/crash-O0.core
wcore-bt --offsets -n2 --no-search c-divzero/crash-O0.core
