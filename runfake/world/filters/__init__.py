"""The language in which clients say what a listing is to show: MongoDB's, as far as W&B documents it."""
