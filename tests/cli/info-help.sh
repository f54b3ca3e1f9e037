wcore-info --help | sed -n '1p; /--brief/,/--json/p'
wcore-info -h | tail -n 1
wcore-info -V | sed "s,[0-9.]*$,,"
wcore-info --version | sed 's/[0-9.]*$//'
