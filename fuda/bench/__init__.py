"""Benchmarks behind `invoke bench…`: ratios, measured in turn in one run."""
