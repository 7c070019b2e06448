"""The police desk: registrants, bookings, photographs and records, in a store of their own, encrypted, by role only."""
