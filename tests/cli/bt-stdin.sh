wcore-bt -n 1 -S traps - <traps/div_zero.core
cp traps/div_zero.core "$TMP/-n"
cd "$TMP" && wcore-bt --no-search -- -n
