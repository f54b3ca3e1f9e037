# What is wrong, and where.
dump=c-divzero/crash-O0.core
printf 'fine\na(b\n' >"$TMP/list"
for arguments in "$dump" "--hex=xx $dump" "--hex=?? $dump" "--int=5:7 $dump" "--int=256:8 $dump" "--float=nan $dump" \
	"--align=0 $dump a" "--limit=x $dump a" "--context=65 $dump a" "--regex --utf16 $dump a" "-c -l $dump a" \
	"--from=nothing $dump a" "--from=0x99999 $dump a" "--from=9 --to=8 $dump a" "--pointer-to=nothing $dump" \
	"--pointer-to=0x100000000 $dump" "--regex $dump a(b" "-f $TMP/none $dump" "--regex -f $TMP/list $dump" \
	"wasmer/fall-O0-cranelift.core a" "wasmedge/panic.core a" "--memory=7 $dump a"; do
	# shellcheck disable=SC2086  # words
	wcore-mem find $arguments 2>&1 | sed "s|$TMP|TMP|"
	echo "exit ${PIPESTATUS[0]}"
done
