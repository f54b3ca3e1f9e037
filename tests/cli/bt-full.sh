# The rewriter passes placeholders to its copies of the callers; its youngest frame is right.
wcore-bt --full rewriter/panic.core | sed -n '/^#0/,/local\[9\]/p; /^#1 /,/local\[1\]/p'
# WasmEdge keeps 32 bits of everything.
wcore-bt --full -n 1 -m c-divzero/crash-O0.wasm wasmedge/crash-O0.core | grep -e '^#' -e 'local\[[012]\]' -e ' i64'
wcore-bt --json --full -n 1 -m c-divzero/crash-O0.wasm wasmedge/crash-O0.core | grep -o '{"name":"local.12."[^}]*}'
