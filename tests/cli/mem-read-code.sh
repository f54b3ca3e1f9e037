wcore-mem read --format=2i wt-c-div-O0/dump.core '$pc'
wcore-mem read --format=2i --frame=1 wt-c-div-O0/dump.core '$pc'
wcore-mem read --format=1i --json wt-c-div-O0/dump.core settle
wcore-mem read --format=1i wt-c-div-O0/dump.core 0xae2
