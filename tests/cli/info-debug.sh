# What the modules say about their source.
show() { echo "$1:"; wcore-info "$@" | grep -E '^    (build id|dwarf|languages|names|source map|debug file)'; }
show wt-as-O3/dump.core
show wt-wat-noname/dump.core
show stale/stale.core
show wt-c-div-O1-g1/dump.core
show wt-c-div-O2-dwarf5/dump.core
show wt-c-div-O2-split/dump.core
show wt-rs-tally-debug/dump.core
