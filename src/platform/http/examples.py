"""An example for every schema of the documents, put together from one example for every field."""

from typing import Any

Json = dict[str, Any]

MOMENT, IDENTITY = "2026-11-21T10:00:00.123456Z", "01a1fe7f-940a-716f-90d3-cc7e079891b5"
ADDRESS = {
    "full_name": "Lena Hoffmann", "line1": "Lindenstr. 4", "line2": "", "city": "Berlin", "region": "",
    "postal_code": "10969", "country": "DE", "phone": "+49 30 901820",
}  # fmt: skip

# A tree of categories would go on for ever.
DEEPEST = 9

# By the name of the field, or of the schema and the field where a name means different things.
FIELDS: Json = ADDRESS | {
    "access": "eyJhbGciOiJIUzI1NiIs…", "refresh": "mr_5JtZ…", "ticket": "st_9Qw…", "id_token": "eyJhbGciOiJSUzI1NiIs…",
    "alt": "A white mug with a harbour on it", "amount": "19.90", "at": MOMENT, "average": 4.6, "by": None,
    "body": "The handle came off after a week.", "category_ids": [3], "children": [], "client_secret": None,
    "code": "492817", "count": 1, "created_after": MOMENT, "currency": "EUR", "cursor": None, "delta": 12,
    "description": "<p>Stoneware, 350 ml, dishwasher-safe.</p>", "did_you_mean": "headphones", "discount_total": "0.00",
    "email": "lena.hoffmann@example.com", "errors": [], "expected_total": "25.00", "expires_in": 60,
    "image": "https://shop.example/media/products/mug.webp", "item_count": 2, "item_ids": [7], "key": "vk_3hB…",
    "kind": "received", "label": "Mugs", "line_total": "25.00", "max_price": "50", "method": "test", "min_price": "10",
    "min_rating": 4, "name": "Harbour Mug", "new_email": "lena@example.com", "new_password": "quiet-harbour-morning-41",
    "next": None, "next_cursor": None, "note": "Please leave it with the neighbours.", "number": "M00BR-TY64B",
    "old_password": "correct-horse-battery-9", "otp": None, "parent_id": None, "password": "correct-horse-battery-9",
    "payment_method": "test", "payment_status": "paid", "previous": None, "previous_cursor": None, "price": "12.50",
    "quantity": 2, "rating": 5, "reason": "Counted on Friday", "reference": "count-2026-47", "set_to": 120,
    "shipping_address": ADDRESS, "shipping_total": "0.00", "shop_name": "Juniper & Clay", "sku": "MUG-HARBOUR-WHI",
    "slug": "harbour-mug", "sold": 41, "status": "pending", "stock": 120, "stock_was": None, "subject": "Broken mug",
    "subtotal": "25.00", "tax_total": "0.00", "title": "Still my favourite mug", "to": None, "token": "tok_ok",
    "total": "25.00", "total_count": None, "total_price": "25.00", "tracking_number": "00340434161094022115",
    "unit_price": "12.50", "url": "https://shop.example/media/products/mug.webp", "value": "mugs",
    "seller_id": None, "values": ["S", "M", "L"], "variant_id": None, "product_id": None, "address_id": None,
    "SignUpIn.name": "Lena Hoffmann", "UserIn.name": "Lena Hoffmann", "ProfileOut.name": "Lena Hoffmann",
    "UserOut.name": "Lena Hoffmann", "ProfilePatchIn.name": "Lena Hoffmann", "UserPatchIn.name": "Lena Hoffmann",
    "CategoryIn.name": "Mugs", "CategoryOut.name": "Mugs", "CategoryIn.slug": "mugs", "CategoryOut.slug": "mugs",
    "CategoryIn.description": "For coffee and tea.", "CategoryOut.description": "For coffee and tea.",
    "CartItemIn.sku": "MUG-HARBOUR-WHI", "SellerRef.name": "Juniper & Clay", "MoveIn.status": "shipped",
}  # fmt: skip


class Examples:
    """The schemas of a document, each with an example."""

    def __init__(self, schemas: Json) -> None:
        self.schemas = schemas

    def added(self) -> Json:
        """All of them; those that name an example themselves keep it."""
        return {name: {"examples": [self._of(schema, name)], **schema} for name, schema in self.schemas.items()}

    def _of(self, schema: Json, name: str, depth: int = 0) -> Any:
        """A schema's own example, or one of its kind."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            return self._of(self.schemas[name], name, depth + 1)
        if schema.get("examples"):
            return schema["examples"][0]
        for several in ("allOf", "anyOf", "oneOf"):
            if several in schema:
                return self._of(schema[several][0], name, depth)
        return self._plain(schema, name, depth)

    def _plain(self, schema: Json, name: str, depth: int) -> Any:
        for key in ("const", "enum", "default"):
            if key in schema:
                return schema[key][0] if key == "enum" else schema[key]
        kind = schema.get("type", "object")
        if kind == "object":
            fields = schema.get("properties", {}) if depth < DEEPEST else {}
            return {field: self._field(name, field, shape, depth + 1) for field, shape in fields.items()}
        if kind == "array":
            return [self._of(schema["items"], name, depth + 1)]
        formats = {"date-time": MOMENT, "uuid": IDENTITY, "date": MOMENT[:10], "uri": FIELDS["url"]}
        return {"string": formats.get(schema.get("format", ""), "text"), "boolean": True, "null": None}.get(kind, 1)

    def _field(self, owner: str, field: str, shape: Json, depth: int) -> Any:
        for name in (f"{owner}.{field}", field):
            if name in FIELDS and _fits(FIELDS[name], self._kinds(shape)):
                return FIELDS[name]
        return self._of(shape, owner, depth)

    def _kinds(self, shape: Json) -> set[str]:
        """The JSON types that a value may have; a set of allowed values is left to choose for itself."""
        if "$ref" in shape:
            return self._kinds(self.schemas[shape["$ref"].rsplit("/", 1)[1]])
        if "enum" in shape or "const" in shape:
            return set()
        inner = [part for several in ("anyOf", "allOf", "oneOf") for part in shape.get(several, [])]
        return {shape["type"]} if "type" in shape else {kind for part in inner for kind in self._kinds(part)}


KINDS = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}


def _fits(value: Any, kinds: set[str]) -> bool:
    kind = "null" if value is None else KINDS[type(value)]
    return kind in kinds or (kind == "integer" and "number" in kinds)
