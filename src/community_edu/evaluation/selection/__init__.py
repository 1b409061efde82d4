"""
Selection (评选): places by rules that are data, and the reason of each place.
"""
