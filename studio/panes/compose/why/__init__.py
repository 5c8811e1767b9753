"""Why a take is as it is: where the network looked and what else it would have played."""
