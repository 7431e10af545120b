"""What stands between this package and the C library; nothing of it is for others."""
