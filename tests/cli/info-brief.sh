# One line a dump, standard input and compressed ones too.
gzip -c mem-1g-sparse/dump.core >"$TMP/sparse.core.gz"
wcore-info --brief c-divzero/crash-O0.core wt-c-stackoverflow-O0/dump.core* rewriter/panic.core multi/app.wasm nothing
echo "exit $?"
wcore-info --brief --no-search - <wasmedge/panic.core
cd "$TMP" && wcore-info --brief sparse.core.gz
