wcore-bt --max-input=64K -n 1 wt-c-stackoverflow-O0/dump.core.gz
echo "exit $?"
wcore-bt --max-input=16M -n 1 wt-c-stackoverflow-O0/dump.core.gz
echo "exit $?"
wcore-bt --max-input=12Q traps/div_zero.core
