# The log's results: rule, severity, place.
wcore-validate --sarif --rule=+core/trailing invalid/core-behind.bad | grep -o '"results":.*' | sed 's|"ruleIndex":[0-9]*,||'
