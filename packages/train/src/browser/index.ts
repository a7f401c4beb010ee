export {
  BackupAndRestore,
  type BackupAndRestoreOptions,
  checkpointPosition,
  deleteCheckpoint,
} from './backup-and-restore';
