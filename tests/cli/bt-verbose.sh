wcore-bt -n 1 -v c-divzero/crash-O0.core 2>&1 | grep -c -e 'crash-O0.wasm: '
