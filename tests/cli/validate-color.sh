# The severity is coloured.
cd invalid
wcore-validate --color=always --rule=+core/trailing core-behind.bad | sed 's/\x1b/ESC/g'
