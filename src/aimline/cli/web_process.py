"""A web process of `aimline serve`: the application, for as long as the server that started the process is there."""

from aimline.cli.work import end_with_parent
from aimline.web.wsgi import application

__all__ = ["application"]

end_with_parent()
