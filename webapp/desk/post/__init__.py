"""What passes between a desk and reporters: packets in, letters out."""
