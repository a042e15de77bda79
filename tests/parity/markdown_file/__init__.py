"""A third platform, small and whole: questions in one file, a line each; answers in files of Markdown."""
