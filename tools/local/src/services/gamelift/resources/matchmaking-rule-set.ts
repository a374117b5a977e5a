import { parseRuleSet, RuleSetError } from '@hanok/matchmaking';
import * as z from 'zod';
import { arnOf } from '../../../arn.ts';
import { DESCRIBES } from '../../../template/ignored.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { GameLiftUses } from '../game-resources.ts';

const properties = z.strictObject({
  Name: z.string().regex(/^[a-zA-Z0-9.-]{1,128}$/),
  RuleSetBody: z.string().superRefine((text, { addIssue }) => {
    try {
      parseRuleSet(text);
    } catch (error) {
      if (!(error instanceof RuleSetError)) throw error;
      addIssue(error.message);
    }
  }),
});

/** AWS::GameLift::MatchmakingRuleSet, which must be one that FlexMatch takes. `Ref` is its name. */
export const matchmakingRuleSet = resourceType({
  type: 'AWS::GameLift::MatchmakingRuleSet',
  properties,
  ignored: { Tags: DESCRIBES },
  async create({ Name: name, RuleSetBody: body }, { place }, { resources, clock }: GameLiftUses) {
    const arn = arnOf('gamelift', place, `matchmakingruleset/${name}`);
    const createdAt = clock.now();
    resources.ruleSets.set(name, { name, arn, body, ruleSet: parseRuleSet(body), createdAt });
    const CreationTime = new Date(createdAt).toISOString();
    return { ref: name, attributes: { Name: name, Arn: arn, CreationTime } };
  },
});
