"""The one look of every figure, and the parts that drawings share; knows no subject."""
