# How to name the file of a module that was not found, also where -m could not take its name.
LC_ALL=C sed 's/ring_a/ri=g_a/' multi-wat-ring/dump.core >"$TMP/ring.core"
wcore-bt --no-search "$TMP/ring.core" 2>&1 >/dev/null | sed "s|$TMP/||"
wcore-bt --no-search -m 1=multi-wat-ring/a.wasm "$TMP/ring.core" 2>&1 | sed "s|$TMP/||" | grep -c 'name it with'
