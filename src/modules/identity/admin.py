"""What staff see of people, and how they get in."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AuthenticationForm
from unfold.widgets import UnfoldAdminTextInputWidget

from src.modules.identity.contracts import Device
from src.modules.identity.models import Address, LoginSession, User
from src.modules.identity.services import log_in, privacy, sessions, users
from src.platform.admin.refusals import RefusalsAsMessages
from src.platform.admin.trail import WithTrail
from src.platform.auth.roles import Role
from src.platform.errors import Refusal
from src.platform.http.clients import client_address

LOG_IN_TEMPLATE = "admin/identity/log_in.html"
RIGHTS = ("role", "is_active", "seller_approved")


class LogInForm(AuthenticationForm):  # type: ignore[misc]
    """The admins' door of the site: the same proofs, delays and second factor as `auth/admin/login/`."""

    role = Role.ADMIN
    otp = forms.CharField(
        label="Code of your authenticator, if you have one", required=False, max_length=32,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "one-time-code"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        try:
            self.user_cache = log_in.admit_to_the_site(
                email=given.get("username", ""), password=given.get("password", ""), otp=given.get("otp") or None,
                device=Device(address=client_address(self.request)), role=self.role,
            )  # fmt: skip
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
        return given


admin.site.login_form = LogInForm
admin.site.login_template = LOG_IN_TEMPLATE


class AddressInline(TabularInline):  # type: ignore[misc]
    """A person's addresses are their own to change."""

    model = Address
    extra = 0
    fields = ("full_name", "line1", "postal_code", "city", "country", "is_default")
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, *_: Any) -> bool:
        return False


@admin.register(User)
class UserAdmin(WithTrail, RefusalsAsMessages, ModelAdmin):  # type: ignore[misc]
    """People. Passwords, second factors and sessions are their own business."""

    list_display = ("email", "name", "role", "shop_name", "seller_approved", "is_active", "date_joined")
    list_filter = ("role", "is_active", "seller_approved")
    search_fields = ("email", "name", "shop_name")
    ordering = ("-date_joined",)
    fields = ("email", "email_verified", "name", "phone", "role", "shop_name", "seller_approved", "is_active")
    inlines = (AddressInline,)
    actions = ("approve_sellers",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people: QuerySet[User] = super().get_queryset(request).filter(erased_at=None)
        return people

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """An address is proved by a mail, not by an admin, once somebody uses it."""
        return ("email_verified", "seller_approved") if obj is None else ("email", "email_verified")

    def get_inlines(self, request: HttpRequest, obj: User | None) -> tuple[type[TabularInline], ...]:
        return self.inlines if obj else ()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Somebody is forgotten one at a time, after a look."""
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request: HttpRequest, obj: User, form: "ModelForm[User]", change: bool) -> None:
        """Rights change as they do through the API: sessions end, a seller is told."""
        if not change:
            users.vouch_for(obj)
            return
        obj.save(update_fields=["name", "phone", "shop_name"])
        users.set_rights(user_id=obj.pk, **{name: form.cleaned_data[name] for name in RIGHTS})

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        privacy.forget(user_id=obj.pk)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Nothing that refers to the person is deleted: they are forgotten, the books stay."""
        return [f"{person} (their orders stay in the books, without their name)" for person in objs], {}, set(), []

    @admin.action(description="Approve as sellers")
    def approve_sellers(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        waiting = queryset.filter(role=Role.SELLER, seller_approved=False)
        for person in waiting:
            users.change_user(user_id=person.pk, seller_approved=True)
        messages.success(request, f"{len(waiting)} can sell now.")


@admin.register(LoginSession)
class LoginSessionAdmin(ModelAdmin):  # type: ignore[misc]
    """Where people are signed in."""

    list_display = ("user", "as_admin", "created_at", "last_used_at", "revoked_at", "address", "user_agent")
    list_filter = ("as_admin",)
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name")
    ordering = ("-last_used_at",)
    actions = ("end",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LoginSession | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LoginSession | None = None) -> bool:
        return False

    @admin.action(description="Sign out there")
    def end(self, request: HttpRequest, queryset: QuerySet[LoginSession]) -> None:
        for session in queryset:
            sessions.end_session(session.pk)
