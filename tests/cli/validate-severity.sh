# From which severity on a finding fails.
cd invalid
wcore-validate --brief --severity=error segment-overlap.bad
wcore-validate --brief --severity=warning segment-overlap.bad
wcore-validate --brief --severity=warning segment-empty.bad
wcore-validate --brief --severity=note segment-empty.bad
wcore-validate --severity=bad segment-empty.bad
