"""Records and the rules that change them."""
