wcore-bt -n 1 traps/div_zero.core missing.core traps/conversion.core
echo "exit $?"
wcore-bt --json traps/div_zero.core missing.core traps/conversion.core 2>/dev/null | cut -c 1-60
