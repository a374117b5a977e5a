import type { Retrier } from './state.ts';

const WITH_JITTER: Omit<Retrier, 'ErrorEquals'> = {
  IntervalSeconds: 2,
  MaxAttempts: 6,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
};

/**
 * How every task is retried, with full jitter: up to 6 times for what Lambda documents as transient, and up to
 * `unexpected` times for every other error, a crash and a timeout too. An event of another shape is never retried: it is
 * the same the next time. https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
 */
export function retries({ unexpected = 6 }: { unexpected?: number } = {}): readonly Retrier[] {
  return [
    { ErrorEquals: ['InvalidEventError'], MaxAttempts: 0 },
    {
      ErrorEquals: [
        'Lambda.ClientExecutionTimeoutException',
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Lambda.TooManyRequestsException',
      ],
      ...WITH_JITTER,
    },
    { ErrorEquals: ['States.ALL'], ...WITH_JITTER, MaxAttempts: unexpected },
  ];
}
