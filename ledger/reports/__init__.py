"""Reports: they read every room and write nothing."""
