"""Long work: a job is one task as the window sees it; a lane is one thread for life."""
