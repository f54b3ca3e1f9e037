# Where the result is to go has to be said.
wcore-validate --fix c-divzero/crash-O0.core
wcore-validate --in-place c-divzero/crash-O0.core
wcore-validate --fix --sarif -o "$TMP/out" c-divzero/crash-O0.core
wcore-validate --fix -o "$TMP/out" c-divzero/crash-O0.core c-divzero/crash-O2.core
wcore-validate --fix -o "$TMP/out" c-divzero/crash-O0.wasm
ls "$TMP"
