from src.platform.modules import Module


class ReviewsConfig(Module):
    """What buyers think of what they bought."""

    name = "src.modules.reviews"
    label = "reviews"
