wcore-bt --dialect=auto -n 1 traps/div_zero.core
wcore-bt --dialect=xtuc --json -n 1 builder/0.2.2.core | grep -o '"dialect":"[^"]*"'
wcore-bt --dialect=auto --json -n 1 builder/0.2.2.core | grep -o '"dialect":"[^"]*"'
wcore-bt --dialect=nonsense traps/div_zero.core
