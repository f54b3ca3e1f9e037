# Tabs, characters of several bytes and control bytes before the column; a line of 3,000 bytes.
mkdir "$TMP/a" "$TMP/b"
{
	yes '' | head -n 17
	printf '\t\treturn\033 \303\251 abc / zero;\n'
} >"$TMP/a/crash.c"
wcore-bt --source -n 1 -S "$TMP/a" c-divzero/crash-O0.core
{
	yes '' | head -n 17
	printf '%3000d\n' 7
} >"$TMP/b/crash.c"
wcore-bt --source=1 -n 1 -S "$TMP/b" c-divzero/crash-O0.core | awk '{ print length($0) }'
