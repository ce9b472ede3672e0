"""Demonstration offices: a small one told through the services, a large one written in bulk.

Every person, place and case is invented.
"""
