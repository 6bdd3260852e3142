from jiazong.run.tests.installation import installation, settled_home

__all__ = ["installation", "settled_home"]
