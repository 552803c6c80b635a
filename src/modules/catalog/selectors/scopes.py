"""What cached answers of the catalogue depend on. The triggers that end them are in `sql/answers_end_v1.sql`."""

SHELF, STOCK, SOLD, RATINGS = "catalog.shelf", "catalog.stock", "catalog.sold", "catalog.ratings"
DOCUMENTS, CATEGORIES, WORDS = "catalog.documents", "catalog.categories", "catalog.words"


def product_scope(product_id: int) -> str:
    """One product with all that is shown of it."""
    return f"product:{product_id}"
