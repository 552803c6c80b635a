"""What other modules may ask of payments. Takes an amount and a reference; knows no orders."""

from src.modules.payments.gateways.registry import methods as methods
from src.modules.payments.selectors import attempts as attempts
from src.modules.payments.selectors import attempts_of_all as attempts_of_all
from src.modules.payments.selectors import balances as balances
from src.modules.payments.selectors import balances_of_all as balances_of_all
from src.modules.payments.selectors import discrepancies as discrepancies
from src.modules.payments.selectors import is_decided as is_decided
from src.modules.payments.selectors import receipts as receipts
from src.modules.payments.selectors import undecided as undecided
from src.modules.payments.services import ask as ask
from src.modules.payments.services import charge as charge
from src.modules.payments.services import collect as collect
from src.modules.payments.services import give_back as give_back
from src.modules.payments.services import open_charge as open_charge
from src.modules.payments.services import open_refund as open_refund
from src.modules.payments.services import record as record
from src.modules.payments.services import refuse_unless_good as refuse_unless_good
from src.modules.payments.services import take_notice as take_notice
from src.modules.payments.services import when_settled as when_settled
