# A first +GLOB starts from none, a first -GLOB from all.
cd invalid
wcore-validate --rule=+core/trailing core-behind.bad
wcore-validate --brief --rule=-core/trailing core-behind.bad
wcore-validate --brief --rule='+core/*' --rule=-core/trailing core-behind.bad
wcore-validate --rule=core/trailing core-behind.bad
wcore-validate --rule=+core/nothing core-behind.bad
