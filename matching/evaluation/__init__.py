"""How well the ranking finds known cooperation, beside simple baselines.

docs/evaluation.md says what is measured and why; `evaluate_matching` prints it.
"""
