# Numbers that may pass 2^53 are strings; what has no value is null.
pick() {
	python3 -c 'import json, sys
found = json.load(sys.stdin)
for path in sys.argv[1:]:
    value = found
    for key in path.split("."):
        value = value[int(key) if key.isdigit() else key]
    print(path, json.dumps(value))' "$@"
}
wcore-info --json mem-64-wat/dump.core |
	pick dump size memories.0 captured globals.0 instances sections.2 findings
wcore-info --json wt-wat-noname/dump.core |
	pick globals.0.value globals.1.value globals.3.value globals.4.value globals.4.bits globals.0.owner
wcore-info --json --no-search wasmedge/panic.core | pick globals.0 executable modules threads.0.dialect
wcore-info --json - <tail-call/dump.core | pick dump
wcore-info --json traps/div_zero.core | pick trap.kind trap.possible trap.module trap.instruction
wcore-info --json -m mathlib=multi/lib.wasm -m app=multi/app.wasm multi/multi.core |
	pick globals.0.owner globals.1.owner
