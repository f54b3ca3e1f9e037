# 0x11720 is what the program printed as the address of o; before the stack the dump has zeros.
wcore-mem read wt-c-div-O0/dump.core o
wcore-mem read --size=20 wt-c-div-O0/dump.core 0x11590
wcore-mem read --size=3 wt-c-div-O0/dump.core '&arr[4]'
wcore-mem read --size=17 wt-c-div-O0/dump.core '$sp - 16'
wcore-mem read --frame=match_all --size=4 wt-c-div-O0/dump.core '&rounds'
wcore-mem read --color=always --size=4 wt-c-div-O0/dump.core 0x400
wcore-mem read --raw --size=6 wt-c-div-O0/dump.core memo && echo
