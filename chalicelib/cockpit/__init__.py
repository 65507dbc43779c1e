"""The cockpit: pages for people, rendered here, that work without JavaScript and better with it.

visit.py says who asks; page.py is the one decorator that turns a function into a page; rendering.py makes the HTML from
templates/ and words/. Every other file is a part of the cockpit with pages of its own: a Blueprint named `blueprint`.
"""
