# Shared and private memories and globals: named by the instance that defines them.
wcore-info -m mathlib=multi/lib.wasm -m app=multi/app.wasm multi/multi.core |
	sed -n '/^Modules/,/^Tables/p' | grep -v '^    [bdf]'
wcore-info -m 1=multi-wat-ring/a.wasm -m 0=multi-wat-ring/m.wasm multi-wat-ring/dump.core |
	sed -n '/^Instances/,/^Tables/p'
# Only the importing module is there: its names for what it imports.
wcore-info --no-search -m app=multi/app.wasm multi/multi.core | grep -E '^    name:|^  global'
