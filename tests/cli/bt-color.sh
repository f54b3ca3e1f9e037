wcore-bt --color=always -n 1 c-divzero/crash-O0.core | cat -v
NO_COLOR=1 wcore-bt --color -n 1 c-divzero/crash-O0.core | grep -c '.\[33m'
wcore-bt --color=never -n 1 c-divzero/crash-O0.core | grep -c '.\[33m'
wcore-bt --color=auto -n 1 c-divzero/crash-O0.core | grep -c '.\[33m'
wcore-bt --color=always --full -n 2 -m mathlib=multi/lib.wasm -m app=multi/app.wasm multi/multi.core | cat -v
wcore-bt --color=blue c-divzero/crash-O0.core
