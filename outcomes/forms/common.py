"""What several forms of the workplan say alike."""

from django.utils.translation import gettext_lazy as _

NO_NAMES = _("Don’t include any child’s name or details of their life.")
