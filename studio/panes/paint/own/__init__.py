"""Your painting: any picture as style, painted step by step while one watches."""
