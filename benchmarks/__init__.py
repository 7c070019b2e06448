"""What the application costs, as ratios to floors measured in the same run."""
