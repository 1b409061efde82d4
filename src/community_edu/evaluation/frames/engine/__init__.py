"""
What knows narwhals: frames looked at, judged and rolled up.
"""
