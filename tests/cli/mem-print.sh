# One value, several, an error between them, what is not there.
wcore-mem print c-divzero/crash-O0.core local
wcore-mem print c-divzero/crash-O0.core m 'it->nam' '$sp'
echo "$?"
wcore-mem print --frame=1 c-divzero/crash-O2.core argc
echo "$?"
wcore-mem print --type c-divzero/crash-O0.core it '&buf'
wcore-mem print --json c-divzero/crash-O0.core 'it->id'
wcore-mem print --frame=nowhere c-divzero/crash-O0.core 1
