"""How sellers get into their own site."""

from src.modules.identity.admin import LOG_IN_TEMPLATE, LogInForm
from src.platform.admin.sellers import seller_site
from src.platform.auth.roles import Role


class SellerLogInForm(LogInForm):
    """The same proofs, delays and second factor as at the admins' door, for sellers whom an admin approved."""

    role = Role.SELLER


seller_site.login_form = SellerLogInForm
seller_site.login_template = LOG_IN_TEMPLATE
