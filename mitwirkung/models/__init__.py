from mitwirkung.models.backup import BackupRun, RestoreProof

__all__ = ["BackupRun", "RestoreProof"]
