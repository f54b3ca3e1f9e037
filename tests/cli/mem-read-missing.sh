# Of what is in front of its memory the rewriter wrote nothing.
wcore-mem read --size=24 rewriter/panic.core 0; echo "exit $?"
wcore-mem read --raw --size=8 rewriter/panic.core 0 | wc -c
wcore-mem read --format=2xw --json rewriter/panic.core 0; echo "exit $?"
wcore-mem read traps/div_zero.core 0
