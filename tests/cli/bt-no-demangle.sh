wcore-bt -n 1 cpp-abort/bank-O0.core
wcore-bt -n 1 --no-demangle cpp-abort/bank-O0.core
