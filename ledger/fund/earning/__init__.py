"""What the pooled money earns (增值收益), and how it is given out."""
