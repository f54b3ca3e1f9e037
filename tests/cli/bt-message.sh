# A panic of Rust; assert() of C; a throw of AssemblyScript, and its assert() in another module that stops it;
# an exception of C++ that nobody catches; what Zig checks.
for dump in rust-panic/shop-debug.core messages/assert.core messages/ab-200.core messages/thrown-0.core \
	wt-zig-debug/dump.core; do
	wcore-bt -n 1 "$dump" | sed -n 1,2p
done
wcore-bt -m 0=messages/ab.wasm -m 1=messages/abort.wasm messages/ab-host.core | sed -n 1,2p
# A null pointer that was called is named.
wcore-bt -n 1 messages/nullfn-member.core | sed -n 1,3p
# Several lines.
wcore-bt -n 1 -m messages/die-1.95.wasm.gz messages/die-1.95-8.core | sed -n 1,3p
wcore-bt --json -n 1 -m messages/die-1.95.wasm.gz messages/die-1.95-8.core | grep -o '"message":"[^}]*'
# They said nothing.
wcore-bt as-trap/main.core | grep -c Message
wcore-bt --json as-trap/main.core | grep -o '"message":[^}]*'
