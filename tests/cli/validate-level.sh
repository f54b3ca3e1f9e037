# What is on a level behind the one that is asked for is not looked at.
for level in container core memory; do
	wcore-validate --brief --level=$level invalid/segment-outside.bad
done
wcore-validate --level=deep invalid/segment-outside.bad
