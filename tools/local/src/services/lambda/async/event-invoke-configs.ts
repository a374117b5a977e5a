import type { AsyncSettings } from './async-invocations.ts';
import { defaultAsyncPolicy } from './async-retry.ts';
import type { FunctionConfig } from '../function-config.ts';

/** What a template says about a function's events; what it does not say is Lambda's default. */
type EventInvokeConfig = Partial<
  Pick<AsyncSettings, 'maximumRetryAttempts' | 'maximumEventAgeSeconds' | 'onFailureArn'>
>;

/** How each function takes events. */
export type EventInvokeConfigs = {
  put(functionName: string, config: EventInvokeConfig): void;
  /** As the template said it, and when that was read, in milliseconds since the epoch. */
  find(functionName: string): (EventInvokeConfig & { modified: number }) | undefined;
  settingsOf(functionName: string): AsyncSettings;
};

/** `configOf` answers the function as it is deployed. */
export function createEventInvokeConfigs(
  configOf: (functionName: string) => FunctionConfig | undefined,
): EventInvokeConfigs {
  const configs = new Map<string, EventInvokeConfig & { modified: number }>();
  return {
    put: (functionName, config) => void configs.set(functionName, { ...config, modified: Date.now() }),
    find: (functionName) => configs.get(functionName),
    settingsOf: (functionName) => {
      const { arn: functionArn = functionName, deadLetterArn } = configOf(functionName) ?? {};
      return {
        ...defaultAsyncPolicy,
        ...configs.get(functionName),
        functionArn,
        ...(deadLetterArn !== undefined && { deadLetterArn }),
      };
    },
  };
}
