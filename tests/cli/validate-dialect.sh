# A dialect that is asked for.
wcore-validate --dialect=xtuc --rule=+core/dialect c-divzero/crash-O0.core
