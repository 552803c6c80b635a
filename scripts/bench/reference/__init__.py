"""What the shop is measured against."""

# Of the tokens that the clients of the Django REST framework's shop show.
SIGNING_KEY = "reference" * 4
