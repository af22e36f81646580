"""The only writers of what young people said."""
