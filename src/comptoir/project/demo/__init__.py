"""The demo shop: a small fictional house, made by the rooms' public verbs."""
