"""Hypothesis: no deadline, since speed is shown by benchmarks; the same examples in every run of CI.

Where the same tests are run a second time, to see what they reach, fewer do (`--hypothesis-profile=fewer`).
"""

from hypothesis import Phase, settings

settings.register_profile("fewer", deadline=None, max_examples=10, derandomize=True, phases=[Phase.explicit, Phase.generate])
settings.register_profile("here", deadline=None, max_examples=40, derandomize=True, phases=[Phase.explicit, Phase.generate])
settings.load_profile("here")
