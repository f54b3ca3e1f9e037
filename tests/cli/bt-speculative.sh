# argc was 1, but nothing proves it: main() stored it where printf() may have written since.
wcore-bt --speculative -n 2 c-divzero/crash-O2.core
wcore-bt --speculative --full -n 2 c-divzero/crash-O2.core | grep argc
wcore-bt --speculative --json -n 2 c-divzero/crash-O2.core | grep -o '{"name":"argc"[^}]*}'
wcore-bt --json -n 2 c-divzero/crash-O2.core | grep -o '{"name":"argc"[^}]*}'
# What is proved is not marked.
wcore-bt --speculative -n 1 c-divzero/crash-O0.core
