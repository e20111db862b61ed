"""What is kept: the book, the ledger, printers, and how a file comes into its place whole."""
