"""Letters, envelopes and writer's guides for people who write to political prisoners in Russia."""

__version__ = "1.0.0"
