"""What may be agreed and decided about a contract; pure."""
