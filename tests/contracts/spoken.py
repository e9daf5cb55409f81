"""What the six services say and hear, and the checkout in which it is written down."""

from pathlib import Path

from frontdoor import documents
from shared.documents.speaking import all_contracts

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "contracts" / "golden"
SERVICES = documents.services()
CONTRACTS = {contract.contract_type: contract for contract in all_contracts(SERVICES)}
