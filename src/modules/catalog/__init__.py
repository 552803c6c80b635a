"""Products, variants, options, categories, images, search and import."""
