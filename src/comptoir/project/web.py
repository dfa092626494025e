"""What granian loads in each of its workers: the site, ending with the process that started the worker."""

from comptoir.project.kin import end_with_parent
from comptoir.project.wsgi import application

__all__ = ["application"]

end_with_parent()
