# The rewriter passes placeholders to its copies of the callers; its youngest frame is right.
wcore-bt --full rewriter/panic.core | sed -n '/^#0/,/local\[9\]/p; /^#1 /,/param\[1\]/p'
# WasmEdge keeps 32 bits of everything.
wcore-bt --full -n 1 -m ../data/c-divzero/crash-O0.wasm wasmedge/crash-O0.core | grep -e '^#' -e 'param' -e ' i64'
