"""Reads of the pages that show several apps' things, a module for each page."""
