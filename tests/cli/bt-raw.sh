# What the rewriter recorded of the youngest frame; of callers it makes the parameters up.
wcore-bt --raw -n 1 rewriter/panic.core | sed -n '/^#0/,/local\[9\]/p'
wcore-bt --raw rewriter/panic.core | sed -n '/^#1/,/local\[2\]/p'
# The operands of calls: those of shelve() and of main().
wcore-bt --raw rewriter/panic.core | grep operand
# Of the same crash Wasmtime recorded nothing.
wcore-bt --raw -n 1 rewriter/panic.wasmtime.core | grep -e 'local\[[0-9]\]' -e 'local\[1[467]\]'
# Without debug information they stand below the frame once, with --full too; names are those of the name section.
wcore-bt --full --raw --no-search -m mathlib=multi/lib.wasm -m app=multi/app.wasm multi/multi.core
# WasmEdge keeps 32 bits of everything.
wcore-bt --raw -n 1 -m c-divzero/crash-O0.wasm wasmedge/crash-O0.core | grep -e '^#' -e 'local\[[012]\]' -e 'low 32'
wcore-bt --json --full -n 1 -m c-divzero/crash-O0.wasm wasmedge/crash-O0.core | grep -o '{"name":"local.12."[^}]*}'
wcore-bt --json --raw -n 1 shadow/shadow.core | grep -o -e '"wasm_locals":.\{110\}' -e '"wasm_operands":.*'
