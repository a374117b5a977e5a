import { type ReadonlySignal, signal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { connection, generation, onChange, paused } from './live.ts';
import { get, RequestError } from './request.ts';

/** What a component knows of something at the stack. */
export type Resource<Value> =
  | { state: 'loading' }
  | { state: 'ready'; value: Value }
  | { state: 'failed'; error: RequestError };

/** Changes that come close together are read once. */
const GATHER_MS = 250;

/**
 * Reads a path of the API, and again when something of `kinds` changes, unless the page is paused. It is empty again
 * as soon as the stack does not run. Undefined reads nothing.
 */
export function useResource<Value>(
  path: string | undefined,
  kinds: readonly string[] = [],
): ReadonlySignal<Resource<Value>> {
  const resource = useSignal<Resource<Value>>({ state: 'loading' });
  const asked = useMemo(() => signal(0), []);
  const kindList = kinds.join(' ');
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const readSoon = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        asked.value += 1;
      }, GATHER_MS);
    };
    const stops = kindList.split(' ').map((kind) => onChange(kind, readSoon));
    return () => {
      clearTimeout(gathering);
      for (const stop of stops) stop();
    };
  }, [kindList, asked]);
  const wanted = useSignal(path);
  wanted.value = path;
  const shown = useMemo(() => ({ path: '', generation: -1, asked: -1 }), []);
  useSignalEffect(() => {
    const [to, current, times] = [wanted.value, generation.value, asked.value];
    if (connection.value !== 'live' || to === undefined) {
      resource.value = { state: 'loading' };
      shown.path = '';
      return undefined;
    }
    const isSameStack = shown.generation === current;
    const isShown = isSameStack && shown.path === to;
    if (isShown && (paused.value || shown.asked === times)) return undefined;
    if (!isSameStack) resource.value = { state: 'loading' };
    const abandoned = new AbortController();
    get<Value>(to, abandoned.signal)
      .then((value): Resource<Value> => ({ state: 'ready', value }))
      .catch((error: unknown): Resource<Value> => {
        if (error instanceof RequestError) return { state: 'failed', error };
        // Its body was on the way.
        if (abandoned.signal.aborted) return { state: 'loading' };
        throw error;
      })
      .then((next) => {
        if (abandoned.signal.aborted) return;
        Object.assign(shown, { path: to, generation: current, asked: times });
        resource.value = next;
      });
    return () => abandoned.abort();
  });
  return resource;
}
