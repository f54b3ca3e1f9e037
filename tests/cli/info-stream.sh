# What is said of a dump is written before the next one is opened.
mkfifo "$TMP/later"
wcore-info --brief tail-call/dump.core "$TMP/later" >"$TMP/out" &
for _ in $(seq 100); do
	[ -s "$TMP/out" ] && break
	sleep 0.1
done
cut -d : -f 1 "$TMP/out"
cat wasmer/wild-O1-cranelift.core >"$TMP/later"
wait
sed "s,$TMP,TMP," "$TMP/out" | cut -d : -f 1
