# Found below -S by the longest end of the recorded name, and by --source-map.
wcore-bt --source -n 2 -S . c-divzero/crash-O0.core
wcore-bt --source=1 -n 1 --source-map /src=. c-divzero/crash-O0.core
# Nothing is shown that is not there.
wcore-bt --source -n 1 c-divzero/crash-O0.core
head -n 17 c-divzero/crash.c >"$TMP/crash.c"
wcore-bt --source -n 1 -S "$TMP" c-divzero/crash-O0.core
# /src/c-divzero/crash.c does not lie below /src/c.
mkdir "$TMP/c" && cp -r c-divzero "$TMP/c/-divzero"
wcore-bt --source -n 1 --source-map "/src/c=$TMP/c" c-divzero/crash-O0.core | grep -c "return local"
wcore-bt --source -n 1 --source-map "/src=." c-divzero/crash-O0.core | grep -c "return local"
