for arguments in '' '--nonsense x' '-y x' '--limit' '-n' '-n 1x x' '-n -1 x' '--json=1 x' '--no x' '--source=a x' '--source-map=a x'; do
	# shellcheck disable=SC2086  # words
	wcore-bt $arguments
	echo "exit $?"
done
