# A module without debug information is asked for when there is somebody to ask, and only then.
cp wt-c-div-O2-split/dump.core wt-c-div-O2-split/m.wasm "$TMP"
export DEBUGINFOD_CACHE_PATH=$TMP/cache
for urls in '' "file://$TMP/nowhere"; do
	DEBUGINFOD_URLS=$urls wcore-bt -v -n 1 "$TMP/dump.core" 2>&1 | grep -c debuginfod
	DEBUGINFOD_URLS=$urls wcore-bt -v --no-search -m "$TMP/m.wasm" "$TMP/dump.core" 2>&1 | grep -c debuginfod
done
