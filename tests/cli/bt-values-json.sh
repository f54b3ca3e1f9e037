# A frame whole: a union, bit fields, an enum, text, a function's pointer, arrays; i64 as strings.
wcore-bt --json --full -n 1 wt-c-div-O0/dump.core | grep -o '"frames":.*'
# A variable and the one that it hides.
wcore-bt --json --full -n 1 shadow/shadow.core | grep -o '"name":"total"[^}]*'
