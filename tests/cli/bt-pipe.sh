# A reader that goes away ends the command as SIGPIPE does, without a word.
wcore-bt --no-fold wt-c-stackoverflow-O0/dump.core.gz | head -n 1
echo "${PIPESTATUS[0]}"
(trap '' PIPE; wcore-bt --no-fold wt-c-stackoverflow-O0/dump.core.gz; echo $? >&2) | head -n 1
