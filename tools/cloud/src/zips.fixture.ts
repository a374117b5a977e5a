import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const apps = ['game-sqs-process', 'game-rank-update', 'game-rank-reader'];

/** Puts a file in the place of each app's zip; the stack takes its bytes as they are. */
export function addZips(folder: string): void {
  for (const app of apps) {
    mkdirSync(join(folder, app), { recursive: true });
    writeFileSync(join(folder, app, `${app}.zip`), `zip of ${app}`);
  }
}
