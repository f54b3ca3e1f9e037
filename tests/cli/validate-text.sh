# Findings by level, with offset, severity and rule; the last line says what the file is.
head -c 4589 c-divzero/crash-O0.core >"$TMP/cut.core"
cd "$TMP" && wcore-validate cut.core
