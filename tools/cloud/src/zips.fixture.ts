import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const apps = [
  'game-sqs-process',
  'game-rank-update',
  'game-rank-reader',
  'game-rank-rebuild',
  'request-unicorn',
  'ride-reader',
  'ride-complete',
  'hello-world',
  'training-attack',
  'training-pass',
  'training-defense',
  'training-free-kick',
  'training-duel',
  'training-start',
  'training-reader',
  'crawl-start',
  'crawl-reader',
  'crawl-fetch',
  'crawl-store',
  'crawl-fail',
  'team-draw',
  'create-thumbnail',
  'photo-start',
  'photo-inspect',
  'photo-proxy',
];
/** Apps with native code have a second zip. */
const nativeApps = ['create-thumbnail', 'photo-inspect', 'photo-proxy'];

/** Puts a file in the place of each app's zip; the stack takes its bytes as they are. */
export function addZips(folder: string): void {
  for (const app of apps) {
    mkdirSync(join(folder, app), { recursive: true });
    writeFileSync(join(folder, app, `${app}.zip`), `zip of ${app}`);
  }
  for (const app of nativeApps) writeFileSync(join(folder, app, `${app}-x64.zip`), `x64 zip of ${app}`);
}
