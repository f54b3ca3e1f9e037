# Standard input, compressed or not.
gzip -c c-divzero/crash-O0.core | wcore-validate -
wcore-validate --brief - <invalid/stack-behind.bad
