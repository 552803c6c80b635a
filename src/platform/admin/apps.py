from django.apps import AppConfig


class AdminConfig(AppConfig):
    """The shop's admin site."""

    name = "src.platform.admin"
    label = "shop_admin"

    def ready(self) -> None:
        """What holds for all lists, whoever writes them: none counts its table, which may have millions of rows."""
        from unfold.admin import ModelAdmin

        from src.platform.admin import sessions as sessions
        from src.platform.admin.paging import CappedPaginator

        ModelAdmin.show_full_result_count = False
        ModelAdmin.paginator = CappedPaginator
