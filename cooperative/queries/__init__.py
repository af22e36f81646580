"""Reads that span models, a module for each kind of page."""
