"""Pictures of products the shop has already: those of a file beside those that are there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from src.modules.catalog.importing import Image
from src.modules.catalog.models import ProductImage
from src.modules.catalog.selectors.offers import media_url


@dataclass(slots=True)
class Looks:
    """What changes of the pictures. Files that were uploaded to the shop stay, whatever a product file says."""

    new: list[ProductImage] = field(default_factory=list)
    changed: list[ProductImage] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Grows with every change."""
        return len(self.new) + len(self.changed) + len(self.gone)

    def compare(self, product_id: int, standing: Sequence[ProductImage], wanted: Sequence[Image]) -> None:
        """The pictures of one product, in the file's order. A file without pictures leaves those that there are."""
        if not wanted:
            return
        by_address = {image.url or media_url() + image.file: image for image in standing}
        addresses = {image.url for image in wanted}
        kept = [image for address, image in by_address.items() if image.file and address not in addresses]
        self.gone += [image.pk for address, image in by_address.items() if image.url and address not in addresses]
        for position, image in enumerate(wanted):
            if image.url in by_address:
                self._move(by_address[image.url], position, image.alt)
            else:
                self.new.append(ProductImage(product_id=product_id, url=image.url, alt=image.alt, position=position))
        for position, upload in enumerate(kept, start=len(wanted)):
            self._move(upload, position, "")

    def _move(self, image: ProductImage, position: int, alt: str) -> None:
        if (image.position, image.alt) != (position, alt or image.alt):
            image.position, image.alt = position, alt or image.alt
            self.changed.append(image)

    def write(self) -> None:
        """In the caller's transaction."""
        ProductImage.objects.filter(pk__in=self.gone).delete()
        ProductImage.objects.bulk_update(self.changed, ["position", "alt"], batch_size=500)
        ProductImage.objects.bulk_create(self.new)
