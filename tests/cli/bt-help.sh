wcore-bt --help | head -n 2
wcore-bt -h | grep -c -e '^  '
wcore-bt --version
wcore-bt -V
wcore-bt --list-options | head -n 2
