import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MatchmakingStack, startMatchmaking } from '../matchmaking-stack.fixture.ts';
import { matchmakingConfiguration } from './matchmaking-configuration.ts';
import { matchmakingRuleSet } from './matchmaking-rule-set.ts';

let stack: MatchmakingStack;
beforeAll(async () => void (stack = await startMatchmaking()));
afterAll(() => stack.stop());

describe('a rule set', () => {
  it.each([
    ['{}', 'property "RuleSetBody" is invalid: ruleLanguageVersion'],
    ['{', 'property "RuleSetBody" is invalid: Not valid JSON'],
  ])('%s is refused with what is wrong', async (RuleSetBody, message) => {
    await expect(stack.make(matchmakingRuleSet, { Name: 'other', RuleSetBody })).rejects.toThrow(message);
  });
});

describe('a configuration', () => {
  const QUEUED = { FlexMatchMode: 'WITH_QUEUE' };
  it.each([
    [
      { AcceptanceRequired: true },
      'AcceptanceTimeoutSeconds" is invalid: is required when AcceptanceRequired',
    ],
    [{ ...QUEUED }, 'GameSessionQueueArns" is invalid: must name a queue'],
    [{ ...QUEUED, GameSessionQueueArns: ['arn:x/none'] }, 'has no game session queue arn:x/none'],
    [
      { NotificationTarget: 'arn:aws:sns:us-east-1:000000000000:a.fifo' },
      'must be the ARN of a standard topic',
    ],
    [{ BackfillMode: 'AUTOMATIC' }, 'BackfillMode" is invalid: must be MANUAL in the local stack'],
    [{ RuleSetName: 'none' }, 'Matchmaking rule set none does not exist'],
    [{ Color: 'red' }, 'property "Color" is not supported by the local stack'],
    [{ RequestTimeoutSeconds: 0 }, 'property "RequestTimeoutSeconds" is invalid'],
    [{ RequestTimeoutSeconds: 43_201 }, 'property "RequestTimeoutSeconds" is invalid'],
    [{ AcceptanceTimeoutSeconds: 601 }, 'property "AcceptanceTimeoutSeconds" is invalid'],
    [{ CustomEventData: 'x'.repeat(257) }, 'property "CustomEventData" is invalid'],
    [{ Name: 'a b' }, 'property "Name" is invalid'],
  ])('with %j is refused', async (change, message) => {
    const made = stack.make(matchmakingConfiguration, {
      ...{ Name: 'other', RuleSetName: 'rules', RequestTimeoutSeconds: 60, AcceptanceRequired: false },
      ...{ FlexMatchMode: 'STANDALONE', ...change },
    });
    await expect(made).rejects.toThrow(message);
    expect(stack.resources.configurations.has('other')).toBe(false);
  });
});
