"""Counterclaim: the record of who said what, where it was reported, and who says otherwise."""
