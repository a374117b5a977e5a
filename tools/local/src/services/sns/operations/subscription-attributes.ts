import { filterOf } from '../delivery/filter-policy.ts';
import { redrivePolicy } from '../delivery/publisher.ts';
import { invalidParameter } from '../errors.ts';
import { isPending, type Subscription, subscription as subscriptionSchema } from '../topic.ts';

const { filterScope } = subscriptionSchema.shape;

/** A subscription with attributes of a request. Throws `InvalidParameter` for what the stack does not act out. */
export function withSubscriptionAttributes(
  subscription: Subscription,
  attributes: Readonly<Record<string, string>>,
): Subscription {
  const changed = Object.entries(attributes).reduce(withAttribute, subscription);
  filterOf(changed.filterPolicy, changed.filterScope);
  return changed;
}

function withAttribute(subscription: Subscription, [name, value]: [string, string]): Subscription {
  switch (name) {
    case 'RawMessageDelivery':
      return { ...subscription, raw: rawOf(subscription, value) };
    case 'FilterPolicy':
      return { ...subscription, filterPolicy: /^\s*(\{\s*\})?\s*$/.test(value) ? undefined : value };
    case 'FilterPolicyScope':
      return { ...subscription, filterScope: scopeOf(value) };
    case 'RedrivePolicy':
      return { ...subscription, redrivePolicy: value === '' ? undefined : redriveOf(value) };
    default:
      throw invalidParameter(
        `the local stack does not support the subscription attribute ${JSON.stringify(name)}`,
      );
  }
}

function rawOf({ protocol }: Subscription, value: string): boolean {
  if (!/^(true|false)$/i.test(value)) throw invalidParameter('RawMessageDelivery: it is true or false');
  const isRaw = value.toLowerCase() === 'true';
  if (isRaw && protocol !== 'sqs')
    throw invalidParameter(
      `RawMessageDelivery: Delivery protocol [${protocol}] does not support raw message delivery.`,
    );
  return isRaw;
}

function scopeOf(value: string): Subscription['filterScope'] {
  const scope = filterScope.safeParse(value);
  if (scope.success) return scope.data;
  throw invalidParameter('FilterPolicyScope: it is MessageAttributes or MessageBody');
}

function redriveOf(value: string): string {
  try {
    if (redrivePolicy.safeParse(JSON.parse(value)).success) return value;
  } catch {
    // It is no JSON, which is refused alike.
  }
  throw invalidParameter('RedrivePolicy: it is {"deadLetterTargetArn": "<ARN of a queue>"}');
}

/** The attributes as they are read. */
export function subscriptionAttributes(subscription: Subscription, accountId: string): Map<string, string> {
  const {
    arn,
    topicArn,
    protocol,
    endpoint,
    raw,
    filterPolicy,
    filterScope: scope,
    redrivePolicy: redrive,
  } = subscription;
  return new Map(
    Object.entries({
      SubscriptionArn: arn,
      TopicArn: topicArn,
      Protocol: protocol,
      Endpoint: endpoint,
      Owner: accountId,
      ConfirmationWasAuthenticated: String(!isPending(subscription)),
      PendingConfirmation: String(isPending(subscription)),
      RawMessageDelivery: String(raw),
      ...(filterPolicy !== undefined && { FilterPolicy: filterPolicy, FilterPolicyScope: scope }),
      ...(redrive !== undefined && { RedrivePolicy: redrive }),
    }),
  );
}
