wcore-mem read wt-c-div-O0/dump.core 0x20000; echo "exit $?"
wcore-mem read --size=32 wt-c-div-O0/dump.core 0x1fff8; echo "exit $?"
wcore-mem read wt-c-div-O0/dump.core 0x1fff8; echo "exit $?"
wcore-mem read wt-c-div-O0/dump.core 'arr[x]'; echo "exit $?"
wcore-mem read --raw --json wt-c-div-O0/dump.core 0
