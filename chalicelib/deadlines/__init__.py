"""Dates that follow from law, one file per country; each rule cites its statute."""
