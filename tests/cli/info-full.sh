# Lists are cut at 16 without --full, which also tells the origin of modules.
wcore-info as-trap/main.core | grep -A 99 '^Globals' | tail -n +16
wcore-info --full as-trap/main.core | grep -A 99 '^Globals' | tail -n +16
wcore-info c-divzero/crash-O0.core | grep -E 'compiler|producers|features'
wcore-info --full c-divzero/crash-O0.core | grep -E 'compiler|producers|features'
