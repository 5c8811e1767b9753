"""M of the world models: a recurrent network that expects what comes next, with a mixture of normal distributions."""
