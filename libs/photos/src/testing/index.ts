export { startPhotoEngines } from './photo-engines.ts';
