"""Files from outside: CSV, XLSX and XLS, read to checked rows or refused row by row."""
