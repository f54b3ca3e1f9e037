# Several patterns: which one, how many, from a file, in the order of their addresses.
dump=c-divzero/crash-O0.core
printf 'banana\n\napple\nzebra\n' >"$TMP/fruit"
wcore-mem find -c -f "$TMP/fruit" "$dump" cherry
wcore-mem find -l -f "$TMP/fruit" "$dump" cherry
wcore-mem find -l "$dump" zebra
echo "exit $?"
wcore-mem find --json -c "$dump" cherry
wcore-mem find --json -l "$dump" cherry zebra
wcore-mem find --json --limit 1 --context 4 "$dump" banana cherry | sed 's/"owner":.*"text"/"text"/'
wcore-mem find -f "$TMP/fruit" "$dump" cherry | awk '{ print $1, $2 }'
wcore-mem find --limit 2 -f "$TMP/fruit" "$dump" cherry | awk '{ print $1, $2 }'
wcore-mem find "$dump" zebra
