"""What staff fill in: prices as they are said, options a line each, pictures as files."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.http import QueryDict
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldAdminURLInputWidget,
)

from src.modules.catalog.contracts import ImageDraft, ProductDraft, VariantDraft
from src.modules.catalog.errors import UnreadableImage
from src.modules.catalog.models import ON_SALE, Category, Product, ProductImage, Variant
from src.modules.catalog.services.pictures import LARGEST_FILE, Picture, keep
from src.modules.catalog.services.stock import MOST_UNITS
from src.modules.catalog.services.variants import VariantChange
from src.platform import money

# Taller than a line, lower than the ten that a form would give it.
FEW_LINES = {"rows": 3}


class PictureField(forms.FileField):
    """A picture by its content, whatever its name: kept in the shop's storage as soon as it was looked at."""

    widget = UnfoldAdminFileFieldWidget

    def clean(self, data: Any, initial: Any = None) -> Picture | None:
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(f"A picture has at most {LARGEST_FILE} bytes.")
        try:
            return keep(file.read())
        except UnreadableImage as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class OptionsField(forms.CharField):
    """`Size: M`, each option on a line of its own."""

    widget = UnfoldAdminTextareaWidget

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{name}: {chosen}" for name, chosen in value.items()) if isinstance(value, dict) else value

    def clean(self, value: Any) -> dict[str, str]:
        lines = [line for line in str(super().clean(value)).splitlines() if line.strip()]
        chosen = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if not all(name and value for name, value in chosen.items()):
            raise forms.ValidationError("Write an option a line, such as Size: M.")
        return chosen

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial or {}), (data or "").replace("\r\n", "\n").strip())


def price_field() -> forms.CharField:
    return forms.CharField(max_length=20, widget=UnfoldAdminTextInputWidget, help_text="Such as 19.90")


def stock_field(**more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        min_value=0, max_value=MOST_UNITS, initial=0, widget=UnfoldAdminIntegerFieldWidget, **more,
        help_text="Units that can be sold; a difference becomes a movement.",
    )  # fmt: skip


def read_price(form: forms.BaseForm, currency: str) -> None:
    """Make the form's price minor units, or say beside it why it is none."""
    if "price" in form.cleaned_data:
        try:
            form.cleaned_data["price"] = money.parse(form.cleaned_data["price"], currency)
        except (money.InvalidAmount, money.UnknownCurrency) as error:
            form.add_error("price", str(error))


class NewProductForm(forms.ModelForm):  # type: ignore[type-arg]
    """A product of one variant. Further ones follow once it is there."""

    price = price_field()
    stock = stock_field()
    sku = forms.CharField(
        max_length=100, required=False, widget=UnfoldAdminTextInputWidget, help_text="Made up if left empty."
    )
    categories = forms.ModelMultipleChoiceField(
        queryset=Category.objects.all(),
        widget=AutocompleteSelectMultiple(Product._meta.get_field("categories"), admin.site),
        help_text="The first is the main one.",
    )
    picture = PictureField(required=False, help_text="JPEG, PNG or WebP; more can be added afterwards.")

    class Meta:
        model = Product
        fields = ("name", "description", "currency", "sku", "seller")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["currency"].initial = settings.DEFAULT_CURRENCY

    def clean_sku(self) -> str:
        sku: str = self.cleaned_data["sku"].strip()
        if sku and Variant.objects.filter(ON_SALE, sku=sku).exists():
            raise forms.ValidationError("This SKU belongs to something else on sale.")
        return sku

    def clean(self) -> dict[str, Any]:
        given = cast(dict[str, Any], super().clean())
        if "currency" in given:
            read_price(self, given["currency"])
        return given

    def draft(self) -> ProductDraft:
        """What is to be put on the shelves."""
        given, picture = self.cleaned_data, self.cleaned_data["picture"]
        return ProductDraft(
            name=given["name"],
            description=given["description"],
            currency=given["currency"],
            sku=given["sku"],
            variants=[VariantDraft(price=given["price"], stock=given["stock"])],
            category_ids=self._chosen(),
            images=[ImageDraft(file=picture.file, thumbnail=picture.thumbnail)] if picture else (),
            seller_id=given["seller"].pk if given["seller"] else None,
        )

    def _chosen(self) -> list[int]:
        """In the order in which they were chosen, which the query forgets."""
        known = {str(category.pk): category.pk for category in self.cleaned_data["categories"]}
        return [known[pk] for pk in cast(QueryDict, self.data).getlist("categories") if pk in known]


class VariantForm(forms.ModelForm):  # type: ignore[type-arg]
    """One row of what can be bought."""

    options = OptionsField(required=False, widget=UnfoldAdminTextareaWidget(attrs=FEW_LINES), help_text="Size: M")
    price = price_field()
    # Beside it goes what the page was opened with: what is sold until it is sent is not put back.
    stock = stock_field(show_hidden_initial=True)

    class Meta:
        model = Variant
        fields = ("sku", "options")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["sku"].required = False
        if self.instance.pk:
            item, currency = self.instance.stock_item, self.instance.product.currency
            self.initial["price"] = money.to_decimal_string(self.instance.price, currency)
            self.initial["stock"] = item.on_hand - item.reserved

    def clean(self) -> dict[str, Any]:
        given = cast(dict[str, Any], super().clean())
        read_price(self, self.instance.product.currency)
        return given

    def draft(self) -> VariantDraft:
        """A further variant."""
        given = self.cleaned_data
        return VariantDraft(sku=given["sku"], options=given["options"], price=given["price"], stock=given["stock"])

    def change(self) -> VariantChange:
        """What was written anew. A stock that moved since the page was opened is refused by the service."""
        given = self.cleaned_data
        counted = given["stock"] if "stock" in self.changed_data else None
        seen = self.data.get(self.add_initial_prefix("stock"), "")
        return VariantChange(
            sku=given["sku"] or None,
            options=given["options"],
            price=given["price"],
            stock=counted,
            stock_was=int(seen) if counted is not None and seen.isdecimal() else None,
        )


class ImageForm(forms.ModelForm):  # type: ignore[type-arg]
    """A picture: a file, or an address elsewhere."""

    picture = PictureField(required=False)
    url = forms.URLField(required=False, max_length=2000, assume_scheme="https", widget=UnfoldAdminURLInputWidget)

    class Meta:
        model = ProductImage
        fields = ("url", "alt", "position")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """A picture is not exchanged: another one is added, and this one taken off."""
        super().__init__(*arguments, **named)
        self.fields["picture"].disabled = self.instance.pk is not None

    def clean(self) -> dict[str, Any]:
        given = cast(dict[str, Any], super().clean())
        picture: Picture | None = given.get("picture")
        if picture:
            given["url"] = ""
            self.instance.file, self.instance.thumbnail = picture.file, picture.thumbnail
        if bool(given.get("url")) == bool(self.instance.file) and not self.errors:
            raise forms.ValidationError("Choose a file, or write the address of a picture elsewhere.")
        return given
