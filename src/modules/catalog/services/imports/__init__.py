"""Files of goods become goods on the shelves: batch by batch, by SKU, as often as one likes."""
