"""The one-stop shop (một cửa): a house of its own, whose rooms are features like any other.

Its rooms import one way (contract "shop"), and of the office only what lies below both.
"""
