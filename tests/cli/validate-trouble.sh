# What is neither dump nor module, and what is not there.
wcore-validate README.md nowhere.core c-divzero/crash-O0.core
