# All rules, or those that are chosen.
wcore-validate --list-rules --rule='+memory/segment-o*'
wcore-validate --list-rules | cut -d ' ' -f 1 | sort | uniq -d
