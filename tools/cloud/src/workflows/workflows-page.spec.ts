import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { WORKFLOW_MACHINES, workflowsPage } from './workflows-page.ts';

describe('docs/workflows.md', () => {
  it('is what npm run workflows:draw writes', () => {
    const written = readFileSync(new URL('../../../../docs/workflows.md', import.meta.url), 'utf8');
    expect(written).toBe(workflowsPage(WORKFLOW_MACHINES));
  });

  it('draws every state of every machine', () => {
    for (const { name, machine } of WORKFLOW_MACHINES) {
      const page = workflowsPage([{ name, does: '', machine }]);
      const drawn = [...page.matchAll(/^ +state "(.+)" as s\d+$/gm)].map(([, state]) => state);
      expect(drawn).toEqual(Object.keys(machine.States));
    }
  });
});
