"""Inference that fits the design: clusters, several answers at once, weights, and power."""
