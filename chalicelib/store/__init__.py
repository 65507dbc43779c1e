"""The one table, its match keys, and the evidence bucket. One file per noun; only this room and channels use boto3."""
