import { type LiveSpan, type LiveTrace, tracesOf } from './live-spans.ts';

/** Texts of a record that are looked for, and how long they are: shorter ones stand anywhere. */
const MOST_TOKENS = 24;
const TOKEN = /"([^"\\]{6,80})"/g;

const tokensOf = new WeakMap<LiveSpan, readonly ReadonlySet<string>[]>();

/**
 * Of a call within an invocation that has a batch of several traces: those whose message or record the call speaks of, by
 * a text that no other record of the batch has. Undefined when it speaks of none in particular: it is then for all.
 */
export function forWhichTraces(invocation: LiveSpan, body: string): ReadonlySet<LiveTrace> | undefined {
  const { causes = [] } = invocation;
  if (causes.length < 2 || body === '') return undefined;
  const tokens = tokensOf.get(invocation) ?? ownTokens(causes.map(({ cause }) => cause));
  tokensOf.set(invocation, tokens);
  const meant = causes.filter((_, index) => [...(tokens[index] ?? [])].some((token) => body.includes(token)));
  const traces = new Set(meant.flatMap(({ of }) => (of === undefined ? [] : [...tracesOf(of)])));
  return traces.size === 0 || traces.size === tracesOf(invocation).size ? undefined : traces;
}

/** The texts that one of the records alone has. */
function ownTokens(causes: readonly { text: string; identifier?: string }[]): ReadonlySet<string>[] {
  const all = causes.map(({ text, identifier }) => {
    const texts = [...text.slice(0, 16_384).matchAll(TOKEN)].map(([, token = '']) => token);
    return new Set(identifier === undefined ? texts : [identifier, ...texts]);
  });
  const seen = new Map<string, number>();
  for (const tokens of all) for (const token of tokens) seen.set(token, (seen.get(token) ?? 0) + 1);
  return all.map(
    (tokens) => new Set([...tokens].filter((token) => seen.get(token) === 1).slice(0, MOST_TOKENS)),
  );
}
