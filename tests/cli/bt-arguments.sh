# Empty arguments are shown as such.
wcore-bt ''
wcore-bt -m '' c-divzero/crash-O0.core
wcore-bt -n '' c-divzero/crash-O0.core
# Short options in one word, long ones cut short, options behind the operand; the last one counts.
wcore-bt -vn1 c-divzero/crash-O0.core 2>&1 | grep -e '^#' -e found
wcore-bt c-divzero/crash-O0.core --lim=3 -n 2 | grep '^#'
# A pipe is read once; a file that is standard input, as often as it is named.
wcore-info --brief --no-search - - <traps/div_zero.core | cut -c 1-8
cat traps/div_zero.core | wcore-info --brief --no-search - - 2>&1 | cut -c 1-22
# Nowhere to write to.
wcore-info c-divzero/crash-O0.core >/dev/full
echo "exit $?"
wcore-bt --help >/dev/full
echo "exit $?"
wcore-bt c-divzero/crash-O0.core >&-
