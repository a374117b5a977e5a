import { readFileSync } from 'node:fs';
import { lostOutcomes } from '@hanok/workflows';
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

describe.each([...WORKFLOW_MACHINES])('the machine $name', ({ machine }) => {
  it('loses no outcome: every task is run again after any error, and each way stores what came of it', () => {
    expect(lostOutcomes(machine)).toEqual([]);
    const tasks = Object.entries(machine.States).flatMap(([name, state]) =>
      state.Type === 'Task' ? [{ name, ...state }] : [],
    );
    for (const { name, Function, Retry, Catch } of tasks) {
      expect({ name, last: Retry?.at(-1) }).toMatchObject({
        last: { ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL', MaxAttempts: expect.any(Number) },
      });
      const isLastResort = Function.name.endsWith('-fail');
      expect({ name, catches: Catch?.at(-1)?.ErrorEquals }).toEqual({
        name,
        catches: isLastResort ? undefined : ['States.ALL'],
      });
    }
  });
});
