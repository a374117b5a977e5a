import { randomUUID } from 'node:crypto';
import { type Account, nameInArn } from '../../arn.ts';
import type { Clock } from '../../clock.ts';
import { isPermitted } from '../lambda/is-permitted.ts';
import type { LambdaUses } from '../lambda/lambda-uses.ts';

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

type RuleTarget = {
  id: string;
  arn: string;
  /** JSON text that takes the event's place. */ input?: string;
};

/** A rule that runs its targets, which are functions, again and again. */
export type Rule = {
  name: string;
  arn: string;
  description?: string;
  schedule: string;
  isEnabled: boolean;
  targets: readonly RuleTarget[];
};

/** The rules of the default event bus. */
export type Rules = {
  /** Throws when the schedule is not one that the stack runs. */
  put(rule: Rule): void;
  all(): Rule[];
  /** Throws when a function may not be invoked by a rule that has it for a target. */
  checkPermissions(): void;
  /** Runs every rule from now on, the first time after one period. */
  start(): void;
  /** Resolves when no rule will run again. */
  stop(): Promise<void>;
};

export function createRules(options: {
  account: Account;
  clock: Clock;
  lambda: Pick<LambdaUses, 'accept' | 'permissions'>;
}): Rules {
  const { account, clock, lambda } = options;
  const rules = new Map<string, Rule>();
  const stopping = new AbortController();
  let running: Promise<void>[] = [];

  async function run(rule: Rule): Promise<void> {
    const periodMs = rateMs(rule.schedule);
    for (let dueAt = clock.now() + periodMs; ; dueAt += periodMs) {
      await clock.sleep(Math.max(0, dueAt - clock.now()), stopping.signal);
      const event = JSON.stringify(scheduledEvent(rule, account, dueAt));
      for (const { arn, input = event } of rule.targets)
        lambda.accept({ functionName: nameInArn(arn), payload: input, requestId: randomUUID() });
    }
  }

  return {
    put: (rule) => {
      rateMs(rule.schedule);
      rules.set(rule.name, rule);
    },
    all: () => [...rules.values()],
    checkPermissions: () => {
      for (const { arn, targets } of rules.values())
        for (const target of targets) checkPermission(arn, target, lambda.permissions);
    },
    start: () => {
      const enabled = [...rules.values()].filter(({ isEnabled }) => isEnabled);
      // A rule ends with the signal alone.
      running = enabled.map((rule) => run(rule).catch(() => undefined));
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
function scheduledEvent({ arn }: Rule, { accountId, region }: Account, at: number) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region,
    resources: [arn],
    detail: {},
  };
}

function checkPermission(ruleArn: string, { arn }: RuleTarget, permissions: LambdaUses['permissions']): void {
  const name = nameInArn(arn);
  const isAllowed = isPermitted(permissions, {
    service: 'events.amazonaws.com',
    functionArn: arn,
    sourceArn: ruleArn,
  });
  if (!isAllowed)
    throw new Error(`No AWS::Lambda::Permission lets EventBridge invoke ${name} for ${ruleArn}`);
}

/**
 * Milliseconds between two runs of `rate(1 hour)`, `rate(5 minutes)`: the unit is singular for 1 and plural otherwise.
 * Throws for any other text, cron expressions among them, which the stack does not run.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-rate-expressions
 */
function rateMs(expression: string): number {
  const [, count = '', unit = '', plural] =
    /^rate\(([1-9]\d{0,8}) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const unitMs = UNIT_MS[unit];
  if (unitMs !== undefined && (plural === 's') === Number(count) > 1) return Number(count) * unitMs;
  throw new Error(
    `"${expression}" is not rate(<count> minute|minutes|hour|hours|day|days), the schedules that the local stack runs`,
  );
}
