# A module that contradicts the dump is refused, unless it is forced.
show() {
	wcore-info "$@" | grep -E '^  module|^    (file|refused|forced)|^  global' |
		sed 's/refused: .*/refused/'
}
show -m stale/stale.wasm c-divzero/crash-O0.core
wcore-info -m stale/stale.wasm c-divzero/crash-O0.core >/dev/null
echo "exit $?"
show --force -m stale/stale.wasm c-divzero/crash-O0.core
