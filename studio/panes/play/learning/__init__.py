"""The drawer of learning: collect, see, remember, drive."""
