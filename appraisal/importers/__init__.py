"""What reads other programs' files: nothing is written before the person has confirmed."""
