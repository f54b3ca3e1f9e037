cp c-divzero/crash-O0.core "$TMP"
wcore-bt -n 1 -S c-divzero "$TMP/crash-O0.core"
WCORE_PATH=multi:c-divzero wcore-bt -n 1 "$TMP/crash-O0.core"
