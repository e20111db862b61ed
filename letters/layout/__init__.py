"""What stands where on a page, in mm from the top-left corner, as pure functions."""
