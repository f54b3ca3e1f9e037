# No file, and numbers of jobs that cannot be.
wcore-validate
wcore-validate --jobs=0 x
wcore-validate -j many x
