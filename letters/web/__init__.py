"""The pages: the whole program in a browser on this computer; asks `app`, shows its answer, knows no rule."""

from letters.web.desk import Desk
from letters.web.pages import create_app

__all__ = ["Desk", "create_app"]
