"""The water utility's records: customers, premises, accounts, bills, reads and tariffs, with their rules."""
