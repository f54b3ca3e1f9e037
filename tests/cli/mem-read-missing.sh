# Of the rewriter's dump nothing is captured below 0x2a6.
wcore-mem read --size=24 rewriter/panic.core 0; echo "exit $?"
wcore-mem read --raw --size=8 rewriter/panic.core 0 | wc -c
wcore-mem read --format=2xw --json rewriter/panic.core 0; echo "exit $?"
wcore-mem read traps/div_zero.core 0
