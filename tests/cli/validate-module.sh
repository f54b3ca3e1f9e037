# -m goes up to plausibility; the module's findings name its file.
cd invalid
wcore-validate --rule='+module/*' -m module-caller-other.mod module-caller-other.bad
wcore-validate --brief module-caller-other.bad
