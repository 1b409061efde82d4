"""
Surveys (问卷): answers on a scale, turned into scores of dimensions.
"""
