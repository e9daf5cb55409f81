"""A child's timeline as a picture: plain SVG, made on the server. Length is lateness."""

from timeline.picture.across import across as across
from timeline.picture.down import down as down
from timeline.picture.scene import Scene as Scene
from timeline.picture.scene import scene_of as scene_of
