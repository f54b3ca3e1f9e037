wcore-bt --no-values -n 2 c-divzero/crash-O0.core
# With its parameters in the name: nothing else says how it was called.
wcore-bt --no-values -n 1 cpp-abort/bank-O0.core
wcore-bt --no-values --json -n 1 c-divzero/crash-O0.core | grep -o '"args":.*'
# --full and --raw ask for values all the same.
wcore-bt --no-values --full -n 1 shadow/shadow.core
wcore-bt --no-values --raw -n 1 multi/multi.core -m mathlib=multi/lib.wasm
# What the program said is no value.
wcore-bt --no-values -n 1 messages/assert.core
