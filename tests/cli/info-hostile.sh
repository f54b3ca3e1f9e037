# Names from a dump do not reach the terminal; a cut dump shows what stands before the break.
printf '\0asm\1\0\0\0\0\17\4core\0\10x\33[31m\n"' >"$TMP/escape.core"
wcore-info "$TMP/escape.core" | grep executable
wcore-info --json "$TMP/escape.core" | grep -o '"executable":"[^,]*'
head -c 100 c-divzero/crash-O0.core >"$TMP/cut.core"
wcore-info --no-search "$TMP/cut.core" 2>&1 | sed "s,$TMP,TMP," |
	grep -E '^(wcore|kind|executable)|^Threads|^  (memory|global)|captured'
wcore-info --no-search "$TMP/cut.core" >/dev/null 2>&1
