"""Why reviews say no."""

from src.platform.errors import Conflict, Forbidden, NotFound


class UnknownReview(NotFound):
    code, message = "review_not_found", "There is no such review."


class NotPurchased(Forbidden):
    """Only those who bought it, paid for it and kept it know what they speak of."""

    code, message = "not_purchased", "Only those who bought this product can review it."


class OwnProduct(NotPurchased):
    """A seller who buys the own product has bought nothing."""

    message = "Sellers do not review their own products."


class AlreadyReviewed(Conflict):
    """`review_id`, where it is known, is that of the first one."""

    code, message = "already_reviewed", "You have reviewed this product. Change that review instead."


class NotYourReview(Forbidden):
    code, message = "not_your_review", "This review is somebody else's."


class NotAModerator(Forbidden):
    code, message = "not_a_moderator", "Only an admin hides and shows reviews."
