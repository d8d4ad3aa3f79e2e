"""Hypothesis: no deadline, since speed is shown by benchmarks; the same examples in every run of CI."""

from hypothesis import Phase, settings

settings.register_profile("here", deadline=None, max_examples=60, derandomize=True, phases=[Phase.explicit, Phase.generate])
settings.load_profile("here")
