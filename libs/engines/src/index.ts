export { type Certificate, certificateIn } from './certificate.ts';
export { type Dynoxide, startDynoxide } from './dynoxide.ts';
export {
  describeExit,
  EngineExitedError,
  EngineMissingError,
  EnginePortTakenError,
  EngineTimeoutError,
} from './errors.ts';
export { findOnPath } from './find-on-path.ts';
export { freePort } from './free-port.ts';
export { type EngineExit, type Leash, startLeashed } from './leash.ts';
export { type ObjectStore, startObjectStore } from './object-store.ts';
export { type Redis, type RedisOptions, startRedis } from './redis.ts';
