cp c-divzero/crash-O0.core "$TMP"
wcore-bt -n 1 -v -S multi -S c-divzero "$TMP/crash-O0.core" 2>&1 | grep '^wcore-bt: c-divzero'
# Why the kind is open, or what it follows from.
wcore-bt -n 1 -v c-divzero/crash-O0.core 2>/dev/null | sed -n 2p
wcore-bt -n 1 c-divzero/crash-O0.core 2>&1 | grep -c -e '^wcore-bt' -e divisor
