# One object a file.
wcore-validate --json --rule=+core/trailing invalid/core-behind.bad
wcore-validate --json c-divzero/crash-O0.core
