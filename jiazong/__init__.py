"""家综: the software a family integrated service centre runs on."""
