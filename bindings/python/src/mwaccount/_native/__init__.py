"""Private: the calls of the C library and the conversion of its values."""
