# Names by line, by NUL, from a file and from standard input.
printf '%s\n' c-divzero/crash-O0.core invalid/stack-behind.bad | wcore-validate --brief --files-from -
printf '%s\0' c-divzero/crash-O2.core c-divzero/crash-O0.core >"$TMP/list"
wcore-validate --brief --files-from="$TMP/list"
wcore-validate --files-from="$TMP/nowhere" 2>&1 | sed "s|$TMP|TMP|"
