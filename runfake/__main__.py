"""``python -m runfake``: the ``runfake`` command."""

import sys

from runfake.cli import main

sys.exit(main())
