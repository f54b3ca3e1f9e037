# The source stands in the source map.
wcore-bt --source -n 1 wt-as-O3/dump.core
