# The owner behind each text is another matter: only addresses and texts are shown.
texts() { sed 's/"  [^"]*$/"/'; }
wcore-mem strings --from 0x400 --to 0x480 mem-diff/1.core | texts
wcore-mem strings -n 17 --limit=2 mem-diff/1.core | texts
wcore-mem strings -e s --min-length 7 --from '&cart.items[0]' --to '&cart.items[1]' mem-diff/1.core; echo "exit $?"
wcore-mem strings -e s --from 'cart.items[0].name' --limit 1 mem-diff/1.core | texts
# Across the segments of a memory; UTF-8 is text unless 7 bits are asked for.
wcore-mem strings --limit 4 wt-c-div-O0/dump.core | texts
wcore-mem strings -e s --limit 4 wt-c-div-O0/dump.core | texts
wcore-mem strings --encoding=S --limit 4 wt-c-div-O0/dump.core | texts
wcore-mem strings --json -n 18 --limit 1 --memory 0 mem-diff/1.core | sed 's/"owner":.*/.../'
for arguments in '-n 0' '-n x' '-e q' '-e' '-e ll' '--from 0x20001' '--from 9 --to 8' '--from nothing' '--limit' '--memory 1' '--instance 7' '--nonsense'; do
	# shellcheck disable=SC2086  # words
	wcore-mem strings $arguments mem-diff/1.core
	echo "exit $?"
done
wcore-mem strings -e L mem-diff/1.core; echo "exit $?"
wcore-mem strings wasmer/fall-O0-cranelift.core
