wcore-bt -m mathlib=multi/lib.wasm multi/multi.core
wcore-bt multi/multi.core
