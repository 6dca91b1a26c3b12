from mitwirkung.models.backup import BackupRun, RestoreProof
from mitwirkung.models.health import HealthReport

__all__ = ["BackupRun", "HealthReport", "RestoreProof"]
