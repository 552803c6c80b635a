"""Refusals of the catalogue."""

from src.platform.errors import Conflict, Forbidden, NotFound, Unprocessable


class UnknownProduct(NotFound):
    code, message = "product_not_found", "There is no such product."


class UnknownVariant(NotFound):
    code, message = "variant_not_found", "There is no such variant."


class UnknownCategory(NotFound):
    code, message = "category_not_found", "There is no such category."


class UnknownImage(NotFound):
    code, message = "image_not_found", "There is no such image."


class UnknownUpload(NotFound):
    code, message = "upload_not_found", "There is no such upload."


class UploadFinished(Conflict):
    """There is nothing left to cancel."""

    code, message = "upload_finished", "The upload has ended already."


class UnreadableImage(Unprocessable):
    """The file is no picture that we show, whatever its name says."""

    code, message = "unreadable_image", "Send a JPEG, PNG or WebP picture of at most {most} bytes."


class SkuTaken(Conflict):
    """Another product or variant on sale has this SKU."""

    code, message = "sku_taken", "This SKU belongs to something else on sale."


class SlugTaken(Conflict):
    """Another product or category is at this address."""

    code, message = "slug_taken", "This slug belongs to something else."


class OptionsTaken(Conflict):
    """Another variant of the product has the same values for all options."""

    code, message = "variant_exists", "The product has a variant with these options."


class CategoryCycle(Conflict):
    """A category would become its own ancestor."""

    code, message = "category_cycle", "A category cannot be below itself."


class CategoryInUse(Conflict):
    """A category with products or children cannot go."""

    code, message = "category_in_use", "The category has products or categories in it."


class VariantRequired(Conflict):
    """The product has several variants, so that a price or a stock must say whose it is."""

    code, message = "variant_required", "The product has several variants: change the one that is meant."


class NotYours(Forbidden):
    """A seller may change only what is their own."""

    code, message = "not_your_product", "This product belongs to somebody else."


class TooManyImages(Conflict):
    code, message = "too_many_images", "A product has at most {most} images."


class LastVariant(Conflict):
    """A product without a variant could not be bought."""

    code, message = "last_variant", "This is all that can be bought of the product: delete the product instead."


class TooManyVariants(Conflict):
    code, message = "too_many_variants", "A product has at most {most} variants."
