# Values by type, names by export, a page size that the dump lost, values that were not recorded.
wcore-info wt-wat-noname/dump.core | grep -E '^  (memory|global)|name:'
wcore-info mem-pagesize1/dump.core | grep -A 1 '^  memory'
wcore-info mem-64-wat/dump.core | grep -E '^  (memory|global)'
wcore-info wasmedge/panic.core | grep -E '^  (memory|global)'
wcore-info mem-multi/dump.core | sed -n '/^Memories/,/^Tables/p'
