"""Writes the page."""

from importlib.metadata import version

from tests.reference.page import PAGE, page
from tests.wire.client_documents.installed import found_in_wandb, installed_wandb

package_dir = installed_wandb()
assert package_dir, "wandb is not installed"
PAGE.write_text(page(package_dir, found_in_wandb().documents, version("wandb")), "utf-8")
