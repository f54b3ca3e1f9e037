# No allocator, no memory, wrong types, wrong use.
wcore-mem heap mem-64-wat/dump.core; echo $?
wcore-mem heap wasmedge/panic.core; echo $?
wcore-mem heap wasmer/divide-O0-cranelift.core; echo $?
wcore-mem heap --type 'struct nodes' heap-c/heap-O0.core.gz; echo $?
wcore-mem heap --type 'struct node +' heap-c/heap-O0.core.gz; echo $?
wcore-mem heap --type 'double' heap-rust/double.core; echo $?
wcore-mem heap --svg "$TMP/no/heap.svg" heap-c/break-top.core 2>&1 | sed "s|$TMP|TMP|"
wcore-mem heap --svg - heap-c/break-top.core | sed -n '1p;3p;$p'
wcore-mem heap --type nobody heap-c/break-top.core
