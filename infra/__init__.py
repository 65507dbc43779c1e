"""Building, deploying and trying the product: none of this ships to Lambda."""
