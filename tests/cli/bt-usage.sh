for arguments in '' '--nonsense x' '-y x' '--limit' '-n' '-n 1x x' '-n -1 x' '--json=1 x' '--no x' '--source=a x' '--source-map=a x' '--list-options=1' '--max-input=0 x' '--source=1001 x' '-n 18446744073709551616 x' '-n 0x x'; do
	# shellcheck disable=SC2086  # words
	wcore-bt $arguments
	echo "exit $?"
done
