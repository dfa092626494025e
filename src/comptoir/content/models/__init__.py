"""The tables of content."""

from comptoir.content.models.notices import Notice
from comptoir.content.models.pages import (
    BrandPage,
    GuideIndexPage,
    GuidePage,
    HelpPage,
    HomePage,
    LandingPage,
    LookBookPage,
    StoryPage,
)
from comptoir.content.models.pictures import Picture, Rendition
from comptoir.content.models.themes import Theme

__all__ = [
    "BrandPage",
    "GuideIndexPage",
    "GuidePage",
    "HelpPage",
    "HomePage",
    "LandingPage",
    "LookBookPage",
    "Notice",
    "Picture",
    "Rendition",
    "StoryPage",
    "Theme",
]
