# The exit status alone tells.
for file in c-divzero/crash-O0.core invalid/stack-behind.bad README.md; do
	wcore-validate --quiet "$file"
	echo "$file $?"
done
wcore-validate -q c-divzero/crash-O0.core
