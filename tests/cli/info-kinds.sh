# What is no core dump is named for what it is.
cd "$TMP" || exit
data=$OLDPWD
printf '\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\4\0\76\0\1\0\0\0' >elf
printf 'MDMP\223\247\0\0' >minidump
printf 'a text file\n' >text
: >empty
mkdir folder
printf '\0asm\15\0\1\0' >component
for file in "$data/multi/app.wasm" elf minidump text empty folder component nothing; do
	wcore-info "$file" | sed "s,$data/,,"
done 2>&1 | sed "s,$data/,,"
wcore-info elf "$data/multi/multi.core" 2>/dev/null | head -n 1 | sed "s,$data/,,"
wcore-info "$data/multi/multi.core" text >/dev/null 2>&1
