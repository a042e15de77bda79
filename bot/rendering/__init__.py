"""From a reply to what a platform can show: measured, split at claims, escaped by the platform's dialect.

Platform-free and pure. `pages.paginate` gives pages, `controls.controls` what can be pressed; a platform
brings its `Limits` and its `Dialect` and puts the result into its own form.
"""
