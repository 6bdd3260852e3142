"""The door of the web server; it does not open while a screen has no guard."""
import gc
import os

import django
from django.core.checks import ERROR, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiazong.settings")
django.setup()

_faults = [fault for fault in run_checks() if fault.level >= ERROR]
if _faults:
    raise ImproperlyConfigured("\n".join(str(fault) for fault in _faults))

application = get_wsgi_application()

# What stands now stands until the end: looking through it again and again for garbage is work for nothing.
gc.collect()
gc.freeze()
