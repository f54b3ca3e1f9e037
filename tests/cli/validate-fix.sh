# What is changed, line by line, and what the result is worth; the input stays as it is.
cp invalid/stack-frame-cut.bad invalid/duplicate-core.bad "$TMP"
cd "$TMP" || exit
wcore-validate --fix -o whole.core stack-frame-cut.bad
wcore-validate --brief whole.core stack-frame-cut.bad
wcore-validate --fix --in-place --brief duplicate-core.bad
wcore-validate --fix --in-place duplicate-core.bad
