cd mem-diff || exit 2
wcore-mem diff --to 0xfd0 1.core 2.core | sed 's/  [^ ]*  \([0-9a-f ]*\) -> /  OWNER  \1 -> /'
wcore-mem diff --bytes --from 0xfa0 --to 0xfa6 1.core 2.core; echo "exit $?"
wcore-mem diff --typed 1.core 2.core | grep -e '^.\?cart' -e rounds -e ' in #' -e summary
wcore-mem diff --typed --json 1.core 2.core | grep -e '"cart.total"' -e '"depth"' -e '"cart.items.1..name"'
wcore-mem diff 1.core 1.core; echo "exit $?"
wcore-mem diff --typed 1.core 1.core; echo "exit $?"
wcore-mem diff 1.core ../c-divzero/crash-O0.core; echo "exit $?"
wcore-mem diff --no-search 1.core ../c-divzero/crash-O0.core; echo "exit $?"
wcore-mem diff --no-search --force --bytes --to 1 1.core ../c-divzero/crash-O0.core; echo "exit $?"
wcore-mem diff 1.core; echo "exit $?"
wcore-mem diff 1.core nothing.core; echo "exit $?"
wcore-mem diff --from 0x20001 1.core 2.core
