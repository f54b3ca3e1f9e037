# A string's bytes, an array's elements, levels of what is nested.
wcore-bt --full --string-limit=4 -n 1 c-divzero/crash-O0.core | grep -e ' it:' -e buf
wcore-bt --full --element-limit=2 -n 2 c-divzero/crash-O0.core | grep 'tag: unsigned char \['
wcore-bt --full --element-limit=2 rust-panic/shop-debug.core | sed -n '/^#14/,/^#15/s/ cart: //p'
wcore-bt --full --string-limit=3 rust-panic/shop-debug.core | sed -n '/^#14/,/^#15/s/ cart: //p'
wcore-bt --full --depth=2 -n 2 wt-cpp-O0/dump.core | grep 'this: market::Square'
wcore-bt --full --depth=1 -n 2 wt-cpp-O0/dump.core | grep 'this: market::Square'
wcore-bt --full --string-limit=0 --element-limit=0 -n 1 c-divzero/crash-O0.core | grep buf
wcore-bt --depth=26 c-divzero/crash-O0.core
wcore-bt --string-limit=many c-divzero/crash-O0.core
wcore-bt --element-limit=1048577 c-divzero/crash-O0.core
