"""What is decided about money: vouchers, instalments, shares, bank lines; pure."""
