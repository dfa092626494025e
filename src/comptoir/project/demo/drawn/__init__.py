"""The drawings of the demo shop: one hand, one light, one counter. CC0 1.0."""
