import { expect, it } from '@jest/globals';
import { machineGraph } from './machine-graph.ts';

const MACHINE = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemProcessor: { StartAt: 'Try', States: { Try: { Type: 'Task', End: true } } },
      Catch: [{ Next: 'Sorry' }],
      Next: 'Which',
    },
    Which: { Type: 'Choice', Choices: [{ Next: 'Both' }, { Next: 'Sorry' }], Default: 'Both' },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Left', States: { Left: { Type: 'Pass', End: true } } },
        { StartAt: 'Right', States: { Right: { Type: 'Wait', Next: 'End' }, End: { Type: 'Fail' } } },
      ],
      End: true,
    },
    Sorry: { Type: 'Fail' },
  },
};

it('draws a Map and a Parallel around their branches, and each way once', () => {
  const { states, links, groups } = machineGraph(JSON.stringify(MACHINE));
  expect(groups.map(({ id }) => id)).toEqual(['group:Each', 'group:Both']);
  expect(states.map(({ name, group = '', isFirst }) => [name, group, isFirst])).toEqual([
    ['Each', 'group:Each', true],
    ['Try', 'group:Each', false],
    ['Which', '', false],
    ['Both', 'group:Both', false],
    ['Left', 'group:Both', false],
    ['Right', 'group:Both', false],
    ['End', 'group:Both', false],
    ['Sorry', '', false],
  ]);
  expect(links.map(({ id, look }) => `${id} ${look}`.trim())).toEqual([
    'Each>Try inner',
    'Try>Which',
    'Each>Sorry catch',
    'Which>Both',
    'Which>Sorry',
    'Both>Left inner',
    'Both>Right inner',
    'Right>End',
  ]);
});
