wcore-bt --dialect=auto -n 1 traps/div_zero.core
wcore-bt --dialect=builder --json -n 1 builder/0.1.11.core | grep -o '"dialect":"[^"]*"'
wcore-bt --dialect=nonsense traps/div_zero.core
