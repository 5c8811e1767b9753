"""A text asks about itself: words that could be answers, and a question for each."""
