# --dialect, --max-input, --color, --no-demangle, wrong usage.
wcore-info --no-search wasmer/divide-O0-cranelift.core | grep '^dialect'
wcore-info --no-search --dialect=xtuc wasmer/divide-O0-cranelift.core | grep '^dialect'
gzip -c c-divzero/crash-O0.core >"$TMP/a.core.gz"
wcore-info --no-search --max-input=1K "$TMP/a.core.gz" 2>&1 | sed "s,$TMP,TMP,"
wcore-info --color=always --sections c-divzero/crash-O0.core | grep -c "$(printf '\033')"
wcore-info --sections c-divzero/crash-O0.core | grep -c "$(printf '\033')"
wcore-info --long c-divzero/crash-O0.core
echo "exit $?"
wcore-info
