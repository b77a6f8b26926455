"""Speed, shown as ratios to a bare reference in the same run; never as a test."""
