wcore-bt --signature c-divzero/crash-O0.core
wcore-bt --signature c-divzero/crash-O2.core
wcore-bt --json --signature c-divzero/crash-O0.core | grep -o '"signature":"[^"]*"'
