# Output that cannot be written.
wcore-validate --list-rules >/dev/full
