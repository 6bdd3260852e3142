"""What a sealed value looks like, how it is normalised for look-up, how it is masked; pure."""
