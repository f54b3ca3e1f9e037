# One value, several, an error between them, what is not there.
wcore-mem print c-divzero/crash-O0.core local
wcore-mem print c-divzero/crash-O0.core m 'it->nam' '$sp'
echo "$?"
wcore-mem print --frame=1 c-divzero/crash-O2.core argc
echo "$?"
wcore-mem print --type c-divzero/crash-O0.core it '&buf'
wcore-mem print --json c-divzero/crash-O0.core 'it->id'
wcore-mem print --frame=nowhere c-divzero/crash-O0.core 1
# Two instances, each with its module, variables and stack.
program() { wcore-mem print -m 1=multi-c-preload-O0/plug.wasm "$@"; }
program --instance=0 multi-c-preload-O0/dump.core plug_calls by 'k->id'
program --instance=1 multi-c-preload-O0/dump.core n 'j->label' 'jobs[0].label'
program --instance=1 --frame=main multi-c-preload-O0/dump.core i
program --instance=1 multi-c-preload-O0/dump.core plug_calls
program --instance=2 multi-c-preload-O0/dump.core n
echo "$?"
wcore-mem locals --instance=1 multi-c-preload-O0/dump.core
