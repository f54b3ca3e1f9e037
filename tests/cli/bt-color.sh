wcore-bt --color=always -n 1 c-divzero/crash-O0.core | cat -v
NO_COLOR=1 wcore-bt --color -n 1 c-divzero/crash-O0.core | grep -c '.\[33m'
wcore-bt --color=never -n 1 c-divzero/crash-O0.core | grep -c '.\[33m'
wcore-bt --color=auto -n 1 c-divzero/crash-O0.core | grep -c '.\[33m'
wcore-bt --color=blue c-divzero/crash-O0.core
