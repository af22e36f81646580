"""Forms: one cleaning layer for all input, one way to draw a field, and the key of a single deed."""
