# Cut inside the third frame: what can be read is shown.
head -c 4569 c-divzero/crash-O0.core >"$TMP/cut.core"
wcore-bt -m c-divzero/crash-O0.wasm "$TMP/cut.core" 2>&1 | sed "s|$TMP/||g"
echo "exit ${PIPESTATUS[0]}"
wcore-bt --json -m c-divzero/crash-O0.wasm "$TMP/cut.core" 2>/dev/null | python3 -c '
import json, sys
answer = json.load(sys.stdin)
print([f["function"] for t in answer["threads"] for f in t["frames"]], "error" in answer)'
