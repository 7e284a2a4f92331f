"""A profile as data: its model and its loader."""

from premium.ingest.profile.load import LoadedProfile, load_profile, read_profile
from premium.ingest.profile.model import Profile, Source

__all__ = ["LoadedProfile", "Profile", "Source", "load_profile", "read_profile"]
