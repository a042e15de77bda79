"""Questions to outcomes: what is asked, what the claims can say to it, and what they cannot."""
