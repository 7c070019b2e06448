"""The registers of the police front desk that hold no criminal justice information: they stand in the counter store."""
