"""The pure decisions of signing in: how long to wait, which password is too easy, which code is right, which device it is."""
