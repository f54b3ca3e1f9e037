# Dumps and modules below a folder, in order; other files are passed over.
wcore-validate --brief -r multi -j 2
wcore-validate --brief -r "$TMP/nowhere" 2>&1 | sed "s|$TMP|TMP|"
