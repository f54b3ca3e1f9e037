wcore-mem read --format=5xw wt-c-div-O0/dump.core arr
wcore-mem read --format=d --width=2 --count=10 wt-c-div-O0/dump.core arr
wcore-mem read --format=6cb wt-c-div-O0/dump.core memo
wcore-mem read --format=1fw wt-c-div-O0/dump.core '&ratio'
wcore-mem read --format=1dg --json wt-c-div-O0/dump.core '&total'
wcore-mem read --format=2s wt-c-div-O0/dump.core memo
wcore-mem read --format=3a wt-c-div-O0/dump.core '&book'
wcore-mem read --format=1a --json wt-c-div-O0/dump.core '&o'
