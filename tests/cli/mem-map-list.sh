# Segments and the stack pointer's start as wasm-objdump has them, 70912 is the stack pointer in the dump.
wcore-mem map wt-c-div-O0/dump.core
wcore-mem map --frames --json wt-c-div-O0/dump.core | grep -o '"kind":"frame","name":"[a-z_]*","frame":[0-9]*'
wcore-mem map --symbols wt-c-div-O0/dump.core | grep -w -e data -e bss
wcore-mem map --full as-trap/main.core | tail -1
wcore-mem map deep/deep.core
wcore-mem map traps/div_zero.core
