# A section of more than 4 GiB, which its size may not say: what stands behind it is found.
printf '\0asm\1\0\0\0\0\10\4core\0\1x\0\220\200\200\200\20\1y' >"$TMP/wide.core"
truncate -s $((0x18 + 0x100000010)) "$TMP/wide.core"
printf '\0\21\11corestack\0\4main\0' >>"$TMP/wide.core"
wcore-info --sections "$TMP/wide.core" | grep '^  '
wcore-info "$TMP/wide.core" | grep -E '^  (thread|warning)' | sed "s,$TMP,TMP,"
