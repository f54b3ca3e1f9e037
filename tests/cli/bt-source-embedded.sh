# The source stands in the source map.
wcore-bt --source -n 2 wt-as-O3/dump.core | grep -B 1 -A 1 ' 21 |'
