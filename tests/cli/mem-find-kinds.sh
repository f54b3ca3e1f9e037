# Each kind of pattern. crash.c's list: {3, "cherry", 9.75} at 0x11530 is what `it` points to; its name stands at 0x404.
dump=c-divzero/crash-O0.core
wcore-mem find -c "$dump" cherry
wcore-mem find -c --hex '63 68 65 72 72 79' "$dump"
wcore-mem find -c --hex '6? 68 ?? 72 72 79' "$dump"
wcore-mem find -c --pointer-to 0x404 "$dump"
wcore-mem find -c --pointer-to it "$dump"
wcore-mem find -c --pointer-to '*it' "$dump"
wcore-mem find -c --float 9.75 "$dump"
wcore-mem find -c --float 9.75:32 "$dump"
wcore-mem find -c --int 0x404 "$dump"
wcore-mem find -c --int 1028:64 "$dump"
wcore-mem find -c -i "$dump" CHERRY
wcore-mem find -c "$dump" CHERRY
wcore-mem find -c --regex "$dump" 'ch[er]+y'
wcore-mem find -c --utf16 "$dump" cherry
wcore-mem find -c --align 4 "$dump" cherry
wcore-mem find -c --align 8 "$dump" cherry
wcore-mem find -c --from 0x404 --to 0x40a "$dump" cherry
wcore-mem find -c --from 0x405 "$dump" cherry
wcore-mem find -c --to 0x409 "$dump" cherry
