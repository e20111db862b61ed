"""What is kept: the book, printers, and how a file comes into its place whole."""
