export { createExecutions } from '@hanok/workflows/executions';
export { failPhoto } from './fail-photo.ts';
export { inspectPhoto } from './inspect-photo.ts';
export { makeProxy } from './make-proxy.ts';
export { photoMachine } from './photo-machine.ts';
export {
  photoFailure,
  photoUpload,
  type PhotoFailed,
  type PhotoFailure,
  type PhotoInspection,
  type PhotoProxy,
  type PhotoUpload,
} from './photo.ts';
export { startPhoto } from './start-photo.ts';
export { createUploadStore } from './store/upload-store.ts';
export { PHOTO_TABLE } from './tables/definitions.ts';
export { createPhotoTable } from './tables/photo-table.ts';
