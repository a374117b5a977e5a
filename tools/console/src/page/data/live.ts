import { effect, signal } from '@preact/signals';
import type { StackState } from '../../api/stack.ts';
import { get } from './request.ts';

/** The stack that runs; undefined until it has answered, and when it does not run. */
export const stack = signal<StackState>();

/** Whether lists stand still while the stack goes on. */
export const paused = signal(false);

type Connection = 'connecting' | 'live' | 'stopped';

/** Whether the page hears of what changes. */
export const connection = signal<Connection>('connecting');

/** Grows when all that is shown must be read again: another stack answers than before, or changes may be missed. */
export const generation = signal(0);

/** Told when the stack that answers is another one than before. */
let onRestart: () => void = () => undefined;

/** Milliseconds since the epoch, once a second: for times that are shown as elapsed. */
export const now = signal(Date.now());

const listeners = new Map<string, Set<(data: unknown) => void>>();
let source: EventSource | undefined;

/** Is told every change of a kind, such as `trace`, with its data. Answers how to stop it. */
export function onChange(kind: string, listener: (data: unknown) => void): () => void {
  const known = listeners.get(kind) ?? new Set();
  if (!listeners.has(kind)) source?.addEventListener(kind, dispatch);
  listeners.set(kind, known.add(listener));
  return () => void known.delete(listener);
}

function dispatch({ type, data }: MessageEvent<string>): void {
  const parsed: unknown = JSON.parse(data);
  for (const listener of listeners.get(type) ?? []) listener(parsed);
}

/** Connects to the stack, and again whenever it is there again. */
export function connect(restarted: () => void): void {
  onRestart = restarted;
  setInterval(() => (now.value = Date.now()), 1_000);
  open();
  effect(() => {
    document.documentElement.dataset['connection'] = connection.value;
  });
}

/** How long a stack that stopped is left alone before it is asked again. */
const AGAIN_MS = 1_000;

/** A browser resumes a connection that breaks off with `Last-Event-ID`; one that was refused it gives up. */
function open(): void {
  source = new EventSource('/_hanok/events');
  for (const kind of listeners.keys()) source.addEventListener(kind, dispatch);
  source.addEventListener('open', () => void greet());
  source.addEventListener('error', () => {
    connection.value = 'stopped';
    stack.value = undefined;
    if (source?.readyState === EventSource.CLOSED) setTimeout(open, AGAIN_MS);
  });
}

let lastStack = '';

async function greet(): Promise<void> {
  const found = await get<StackState>('/_hanok/stack').catch(() => undefined);
  if (found === undefined) return;
  const isAnother = found.id !== lastStack;
  if (isAnother && lastStack !== '') onRestart();
  lastStack = found.id;
  stack.value = found;
  connection.value = 'live';
  generation.value += 1;
}
