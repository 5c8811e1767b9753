"""The same engines from a shell: one file a pane, no Qt import."""
