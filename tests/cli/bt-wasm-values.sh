# Without debug information the WebAssembly parameters stand for the arguments, if anything is known of them,
# under the names that the name section has.
wcore-bt --full wt-wat-noname/dump.core
wcore-bt -n 2 -m mathlib=multi/lib.wasm -m app=multi/app.wasm multi/multi.core
wcore-bt --json --full -n 1 -m mathlib=multi/lib.wasm multi/multi.core | grep -o '"args":.*'
# The host called it: what it passed is not in the dump. p is new Point(1, 2), q new Point(4, 2).
wcore-bt --full as-trap/main.core
