# By heap-zig/zig-0.17.log 63 live blocks lie in pages of small ones, with room for 28940 bytes; two large ones take 2 and 4 pages.
wcore-mem heap heap-zig/zig-0.17.core
wcore-mem heap --leaks heap-talc/talc-5.core
# heap-assemblyscript/incremental.log: an array, class 5, of 16 bytes.
wcore-mem heap --chunks heap-assemblyscript/incremental.core | grep -o '^0x00008f70 .*used\|class 5.*'
wcore-mem heap --json --chunks heap-assemblyscript/incremental.core | grep -o '"class":5,"object_size":[0-9]*'
# Nothing but a pointer tells the leaking allocator of TinyGo.
wcore-mem heap heap-tinygo/leaking.core
echo $?
