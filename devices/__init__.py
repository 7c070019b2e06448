"""Hardware: printers, drawers, cameras, displays, scanners."""
