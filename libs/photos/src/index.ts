export { ContendedProxyError } from './errors.ts';
export { createExecutionStore, executionName, type ExecutionStore } from './execution-store.ts';
export { createInspectPhoto } from './inspect-photo.ts';
export { createMakeProxy } from './make-proxy.ts';
export { photoMachine } from './photo-machine.ts';
export { createPhotoTable, type PhotoOutcome, type PhotoTable } from './photo-table.ts';
export { PROXY_SIDE } from './render-proxy.ts';
export { createStartPhoto } from './start-photo.ts';
export { createUploadStore, type OpenedUpload, type UploadStore } from './upload-store.ts';
