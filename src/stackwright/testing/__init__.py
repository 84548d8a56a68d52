"""What authors of blueprints and services import in their tests.

    from stackwright.testing import rehearse

    def test_the_files_are_kept() -> None:
        rehearsal = rehearse("stacks/hello", "prod")
        [versioning] = rehearsal.resources("aws:s3/bucketVersioning:BucketVersioning")
        assert versioning.inputs["versioningConfiguration"] == {"status": "Enabled"}

Policies are tested by their examples (`stackwright policy test`), and by `from stackwright.testing import policy`.
"""

from stackwright.testing.rehearsal import Rehearsal, RehearsalFailed, Resource, rehearse, validate

__all__ = ["Rehearsal", "RehearsalFailed", "Resource", "rehearse", "validate"]
