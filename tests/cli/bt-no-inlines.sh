wcore-bt --no-inlines --limit=2 c-divzero/crash-O2.core
