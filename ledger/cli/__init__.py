"""The command line: words in, words out. One file a group; it asks the desk and decides nothing."""
