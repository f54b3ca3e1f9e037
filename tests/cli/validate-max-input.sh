# Pipes are read up to --max-input.
wcore-validate --max-input=1K - <c-divzero/crash-O0.core
cat c-divzero/crash-O0.core | wcore-validate --max-input=1K -
