"""
Serving feeds: answers over HTTP, tokens of private addresses, the page of a folder.

`community_edu.feeds` shows what is public here.
"""
