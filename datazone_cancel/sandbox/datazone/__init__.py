from .models import datazone_backends  # noqa: F401
