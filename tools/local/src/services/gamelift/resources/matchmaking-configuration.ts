import * as z from 'zod';
import { arnOf } from '../../../arn.ts';
import { DESCRIBES } from '../../../template/ignored.ts';
import { resourceType } from '../../../template/resource-type.ts';
import { findRuleSet, type GameLiftUses, nameInArn } from '../game-resources.ts';

const properties = z
  .strictObject({
    Name: z.string().regex(/^[a-zA-Z0-9.-]{1,128}$/),
    Description: z.string().min(1).max(1024).optional(),
    RuleSetName: z.string(),
    RuleSetArn: z.string().optional(),
    RequestTimeoutSeconds: z.int().min(1).max(43_200),
    AcceptanceRequired: z.boolean(),
    AcceptanceTimeoutSeconds: z.int().min(1).max(600).optional(),
    FlexMatchMode: z.enum(['STANDALONE', 'WITH_QUEUE']).default('WITH_QUEUE'),
    GameSessionQueueArns: z.array(z.string().min(1).max(256)).default([]),
    AdditionalPlayerCount: z.int().min(0).optional(),
    GameProperties: z
      .array(z.strictObject({ Key: z.string().max(32), Value: z.string().max(96) }))
      .max(16)
      .default([]),
    GameSessionData: z.string().max(4096).optional(),
    BackfillMode: z.literal('MANUAL', 'must be MANUAL in the local stack').optional(),
    NotificationTarget: z
      .string()
      .max(300)
      .regex(/^arn:[^:]+:sns:[^:]*:\d{12}:[\w-]+$/, 'must be the ARN of a standard topic')
      .optional(),
    CustomEventData: z.string().max(256).optional(),
  })
  .refine(
    ({ AcceptanceRequired, AcceptanceTimeoutSeconds }) =>
      !AcceptanceRequired || AcceptanceTimeoutSeconds !== undefined,
    { path: ['AcceptanceTimeoutSeconds'], message: 'is required when AcceptanceRequired is true' },
  )
  .refine(
    ({ FlexMatchMode, GameSessionQueueArns }) =>
      FlexMatchMode === 'STANDALONE' || GameSessionQueueArns.length > 0,
    { path: ['GameSessionQueueArns'], message: 'must name a queue when FlexMatchMode is WITH_QUEUE' },
  );

/** AWS::GameLift::MatchmakingConfiguration. `Ref` is its name. */
export const matchmakingConfiguration = resourceType({
  type: 'AWS::GameLift::MatchmakingConfiguration',
  properties,
  ignored: { Tags: DESCRIBES, CreationTime: DESCRIBES },
  async create(given, { place }, { resources, clock }: GameLiftUses) {
    const { Name: name, GameSessionQueueArns: queueArns } = given;
    const { name: ruleSetName } = findRuleSet(resources, given.RuleSetName);
    const lost = queueArns.find((arn) => resources.queues.get(nameInArn(arn))?.arn !== arn);
    if (lost !== undefined) throw new Error(`The local stack has no game session queue ${lost}`);
    const arn = arnOf('gamelift', place, `matchmakingconfiguration/${name}`);
    resources.configurations.set(name, {
      ...{ name, arn, ruleSetName, queueArns, createdAt: clock.now() },
      description: given.Description,
      requestTimeoutSeconds: given.RequestTimeoutSeconds,
      acceptanceRequired: given.AcceptanceRequired,
      acceptanceTimeoutSeconds: given.AcceptanceTimeoutSeconds,
      mode: given.FlexMatchMode,
      additionalPlayerCount: given.AdditionalPlayerCount,
      gameProperties: given.GameProperties,
      gameSessionData: given.GameSessionData,
      notificationTarget: given.NotificationTarget,
      customEventData: given.CustomEventData,
    });
    return { ref: name, attributes: { Name: name, Arn: arn } };
  },
});
