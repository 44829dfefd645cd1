"""Products, prices with their history, stock, and the options that products offer."""
