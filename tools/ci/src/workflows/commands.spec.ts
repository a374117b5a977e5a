import { describe, expect, it } from '@jest/globals';
import { needsOf } from './commands.ts';

const none = { scripts: [], targets: [], files: [] };

describe('what a command needs', () => {
  it.each([
    ['npm run bench -- chat-fanout', { ...none, scripts: ['bench'] }],
    ['npm test', { ...none, scripts: ['test'] }],
    ['npm ci --no-audit', none],
    ['npx nx affected -t lint test zip --base=main', { ...none, targets: ['lint', 'test', 'zip'] }],
    ["npx nx run-many -t test -p 'libs/*'", { ...none, targets: ['test'] }],
    ['npx nx test scoring -- some.spec', { ...none, targets: ['test'] }],
    ['NX_DAEMON=false npx nx run @hanok/cloud:synth', { ...none, targets: ['synth'] }],
    ['npx nx release publish --dry-run', none],
    ['(cd ../base && npx nx run-many -t zip)', { ...none, targets: ['zip'] }],
    [
      'node tools/ci/src/sizes/same-zips.ts one other',
      { ...none, files: ['tools/ci/src/sizes/same-zips.ts'] },
    ],
    ['node --conditions=@hanok/source docs/tour/src/tour.ts', { ...none, files: ['docs/tour/src/tour.ts'] }],
    ['node node_modules/nx/dist/bin/nx.js run-many -t test', { ...none, targets: ['test'] }],
    ['.ci/run', { ...none, files: ['.ci/run'] }],
    ['gh release create v1 || echo no', none],
  ])('%s', (command, needs) => {
    expect(needsOf(command)).toEqual(needs);
  });
});
