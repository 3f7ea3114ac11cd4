"""What runs beside the student's code: it calls the functions and keeps what they give."""
