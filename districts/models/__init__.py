from districts.models.departure import Departure
from districts.models.district import District
from districts.models.erasure import ErasedKind, Erasure
from districts.models.four_eyes import FourEyesRequest
from districts.models.invitation import Invitation
from districts.models.membership import Membership
from districts.models.office import Office
from districts.models.security_event import SecurityChain, SecurityEvent
from districts.models.social_space import SocialSpace
from districts.models.user import User

__all__ = [
    "Departure",
    "District",
    "ErasedKind",
    "Erasure",
    "FourEyesRequest",
    "Invitation",
    "Membership",
    "Office",
    "SecurityChain",
    "SecurityEvent",
    "SocialSpace",
    "User",
]
