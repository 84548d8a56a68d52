"""What a pack knows of itself beyond what the protocol carries, for tools: `python -m stackwright_policies.telling`.

CrossGuard's protocol tells of a policy's title, levels and settings. Its examples, all its frameworks and its types are
in the pack's own process, which is started here as an engine starts it: by its interpreter, in its folder. A tool of
another version, or one that does not have this package, reads the JSON.
"""
