# Singlepass records the function's end for a division: it has one, or the line is not known.
wcore-bt -n 2 -m wasmer/grove-O0.wasm wasmer/divide-O0-singlepass.core
