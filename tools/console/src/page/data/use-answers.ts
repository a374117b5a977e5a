import { useSignal } from '@preact/signals';
import { generation } from './live.ts';
import type { Resource } from './use-resource.ts';

/**
 * A resource that POSTs change and answer: what one answers is shown at once, also while the page is paused, until
 * something newer is read.
 */
export function useAnswers<Value extends { revision: number }>(resource: Resource<Value>) {
  const answered = useSignal<{ of: number; value: Value }>();
  const { of, value } = answered.value ?? {};
  const isNewer =
    resource.state === 'ready' &&
    value !== undefined &&
    of === generation.value &&
    value.revision > resource.value.revision;
  const shown: Resource<Value> = isNewer ? { state: 'ready', value } : resource;
  return {
    shown,
    answer: (next: Value) => {
      answered.value = { of: generation.peek(), value: next };
    },
  };
}
