"""What staff see of people."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from src.modules.identity.models import User


@admin.register(User)
class UserAdmin(ModelAdmin):  # type: ignore[misc]
    """People. Passwords and sessions are their own business."""

    list_display = ("email", "name", "role", "seller_approved", "is_active", "date_joined")
    list_filter = ("role", "is_active", "seller_approved")
    search_fields = ("email", "name", "shop_name")
    ordering = ("-date_joined",)
    fields = ("email", "name", "phone", "role", "shop_name", "seller_approved", "is_active")
