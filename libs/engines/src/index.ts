export { certificateIn } from './certificate.ts';
export { type ChildProcess, type EngineExit, startChildProcess } from './child-process.ts';
export { type Dynoxide, startDynoxide } from './dynoxide.ts';
export { EngineExitedError } from './errors.ts';
export { findOnPath } from './find-on-path.ts';
export { freePort } from './free-port.ts';
export { type ObjectStore, startObjectStore } from './object-store.ts';
export { type Redis, spawnRedis, startRedis } from './redis.ts';
