"""The screens, one a file, each with its look beside it."""
