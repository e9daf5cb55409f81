"""What a user would pick instead, each in an environment of its own and used as its own documentation recommends."""

from bench.peers.driving import Running as Running
from bench.peers.driving import running as running
from bench.peers.known import PEERS as PEERS
from bench.peers.known import Peer as Peer
