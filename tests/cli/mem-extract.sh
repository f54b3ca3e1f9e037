wcore-mem extract --range=0x429..0x44e -o "$TMP/out" mem-diff/1.core && xxd -p "$TMP/out"
wcore-mem extract --range 0x429+9 -o - mem-diff/1.core | cat -v; echo
wcore-mem extract --section core -o - mem-diff/1.core | xxd -p
wcore-mem extract --section corestack:2 -o - mem-diff/1.core; echo "exit $?"
wcore-mem extract --section corestack:1 -o "$TMP/stack" mem-diff/1.core; echo "exit $?"
wcore-mem extract -o "$TMP/all" mem-diff/1.core; stat -c %s "$TMP/all"
wcore-mem extract --json --segment 0 -o segment.tmp mem-diff/1.core; rm segment.tmp
# What was not captured is a hole, and said to be so.
wcore-mem extract -o rest.tmp builder/0.2.2.core; echo "exit $?"; rm -f rest.tmp
cp mem-diff/1.core "$TMP/1.core"
cd "$TMP" || exit 2
for arguments in '' '-o 1.core' '-o ./1.core' '-o out --segment 0 --section core' '-o out --range 5' '-o out --range 8..7' '-o out --range 0..0x20001' '-o out --segment 99' '-o out --section nothing' '-o /nothing/out' '-o . ' '-o - --json'; do
	# shellcheck disable=SC2086  # words
	wcore-mem extract --no-search $arguments 1.core
	echo "exit $?"
done
wcore-mem extract --no-search -o /dev/full 1.core; echo "exit $?"
ls
