"""The same calls as ours, as the framework's documentation writes them: prefetched, paged, in a transaction."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import jwt
from django.db import transaction
from django.db.models import F, Q
from django.urls import include, path
from rest_framework import routers, serializers, views, viewsets
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from scripts.bench.reference import SIGNING_KEY
from scripts.bench.reference.drf.models import CartItem, Category, Image, Order, OrderLine, Payment, Product


class Pages(PageNumberPagination):
    page_size = 20
    page_size_query_param = "page_size"


class CategoryOut(serializers.ModelSerializer):
    class Meta:
        model = Category
        fields = ["id", "name", "slug"]


class ImageOut(serializers.ModelSerializer):
    class Meta:
        model = Image
        fields = ["id", "url", "alt"]


class ProductOut(serializers.ModelSerializer):
    categories = CategoryOut(many=True)
    images = ImageOut(many=True)

    class Meta:
        model = Product
        fields = ["id", "sku", "name", "slug", "description", "price", "stock", "categories", "images", "created_at"]


class Products(viewsets.ReadOnlyModelViewSet):
    queryset = Product.objects.prefetch_related("categories", "images")
    serializer_class = ProductOut
    pagination_class = Pages

    def get_queryset(self) -> Any:
        words = self.request.query_params.get("search")
        found = super().get_queryset()
        return found.filter(Q(name__icontains=words) | Q(description__icontains=words)) if words else found


@dataclass(frozen=True)
class Buyer:
    """Who calls."""

    name: str
    is_authenticated: bool = True


class Bearer(BaseAuthentication):
    """A signed token, read without asking the database, as ours."""

    def authenticate(self, request: Request) -> tuple[Buyer, None]:
        try:
            claims = jwt.decode(request.headers.get("Authorization", "")[7:], SIGNING_KEY, algorithms=["HS256"])
        except jwt.InvalidTokenError as error:
            raise AuthenticationFailed from error
        return Buyer(claims["sub"]), None


class AddressIn(serializers.Serializer):
    full_name, line1, city = (serializers.CharField(max_length=255) for _ in range(3))
    postal_code, country = serializers.CharField(max_length=16), serializers.CharField(max_length=2)


class PaymentIn(serializers.Serializer):
    method, token = serializers.ChoiceField(["test"]), serializers.CharField(max_length=100)


class OrderIn(serializers.Serializer):
    shipping_address, payment = AddressIn(), PaymentIn()


class Private(views.APIView):
    authentication_classes = [Bearer]
    permission_classes = [IsAuthenticated]


class Cart(Private):
    def post(self, request: Request) -> Response:
        """Add a product, answer the cart."""
        owner, quantity = request.user.name, int(request.data["quantity"])
        product = Product.objects.get(pk=request.data["product_id"])
        changed = CartItem.objects.filter(owner=owner, product=product).update(quantity=F("quantity") + quantity)
        if not changed:
            CartItem.objects.create(owner=owner, product=product, quantity=quantity)
        items = CartItem.objects.filter(owner=owner).select_related("product")
        lines = [{"product": item.product.name, "quantity": item.quantity} for item in items]
        return Response({"items": lines, "total": str(sum(item.quantity * item.product.price for item in items))}, 201)


class Orders(Private):
    @transaction.atomic
    def post(self, request: Request) -> Response:
        """The whole cart, all or nothing. That the money came is written down, and taken for granted."""
        owner, asked = request.user.name, OrderIn(data=request.data)
        asked.is_valid(raise_exception=True)
        items = list(CartItem.objects.filter(owner=owner).order_by("product_id"))
        locked = Product.objects.select_for_update().filter(pk__in=[item.product_id for item in items]).order_by("pk")
        goods = {product.pk: product for product in locked}
        total = Decimal(0)
        for item in items:
            product = goods[item.product_id]
            if product.stock < item.quantity:
                return Response({"detail": "out of stock"}, 409)
            product.stock -= item.quantity
            product.save(update_fields=["stock"])
            total += product.price * item.quantity
        order = Order.objects.create(owner=owner, address=asked.validated_data["shipping_address"], total=total)
        Payment.objects.create(order=order, amount=total, **asked.validated_data["payment"])
        OrderLine.objects.bulk_create(
            OrderLine(order=order, product_id=i.product_id, quantity=i.quantity, price=goods[i.product_id].price)
            for i in items
        )
        CartItem.objects.filter(owner=owner).delete()
        return Response({"id": order.pk, "total": str(total)}, 201)


router = routers.SimpleRouter()
router.register("products", Products)
urlpatterns = [path("", include(router.urls)), path("cart/", Cart.as_view()), path("orders/", Orders.as_view())]
