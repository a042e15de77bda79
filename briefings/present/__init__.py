"""Values to replies: the only package with wording that readers see.

Statements come from claims; everything else here is fixed interface text.
"""
