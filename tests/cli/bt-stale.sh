# wasm-opt moved the code and left the DWARF behind: functions, no lines, one warning.
wcore-bt stale/stale.core 2>/dev/null | grep -c ' at crash.c'
wcore-bt stale/stale.core 2>&1 >/dev/null | grep -c warning
