import type { Cause } from './causes.ts';
import { type LiveSpan, type LiveTrace, tracesOf } from './live-spans.ts';

/** Texts of a record that are looked for. */
const MOST_TOKENS = 24;
/** A value of JSON, and not the name of a member. */
const TOKEN = /"([^"\\]{2,80})"(?!\s*:)/g;
/** Shorter ones count only where they are a whole value: they stand anywhere. */
const LONG_TOKEN = 6;

/** A text, and the causes that have it. Of two where one is a part of the other, the longer one comes first. */
type Token = readonly [text: string, owners: ReadonlySet<number>];
const tokensOf = new WeakMap<LiveSpan, readonly Token[]>();

/**
 * Of a call within an invocation that has a batch of several traces: those whose message or record the call speaks of, by
 * a text that no other record of the batch has. Undefined when it speaks of none in particular: it is then for all.
 */
export function forWhichTraces(invocation: LiveSpan, body: string): ReadonlySet<LiveTrace> | undefined {
  if (body === '') return undefined;
  const found = tokensIn(body, tokensOfCauses(invocation), 1);
  return tracesOfCauses(invocation, new Set(found.flatMap((owners) => [...owners])));
}

/** The same for a change of a table, by its key: when several messages are about one item, it is for all of these. */
export function forWhichOfKey(invocation: LiveSpan, keys: object): ReadonlySet<LiveTrace> | undefined {
  const [first, ...more] = tokensIn(JSON.stringify(keys), tokensOfCauses(invocation), Infinity);
  const common = more.reduce((all, owners) => all.intersection(owners), first ?? new Set());
  return tracesOfCauses(invocation, common);
}

/** Lets go of the texts of an invocation that has ended: what its calls were looked for by is known. */
export function forgetTexts(invocation: LiveSpan): void {
  const { causes = [] } = invocation;
  if (!tokensOf.has(invocation)) tokensOf.set(invocation, []);
  invocation.causes = causes.map(({ cause: { key, identifier }, of }) => ({
    cause: { key, text: '', ...(identifier !== undefined && { identifier }) },
    of,
  }));
}

function tracesOfCauses(invocation: LiveSpan, owners: ReadonlySet<number>) {
  if (owners.size === 0) return undefined;
  const { causes = [] } = invocation;
  const meant = causes.filter((_, index) => owners.has(index));
  const traces = new Set(meant.flatMap(({ of }) => (of === undefined ? [] : [...tracesOf(of)])));
  return traces.size === 0 || traces.size === tracesOf(invocation).size ? undefined : traces;
}

function tokensOfCauses(invocation: LiveSpan): readonly Token[] {
  const { causes = [] } = invocation;
  if (causes.length < 2) return [];
  const tokens = tokensOf.get(invocation) ?? ownTokens(causes.map(({ cause }) => cause));
  tokensOf.set(invocation, tokens);
  return tokens;
}

/** Texts that some of the records have and others have not. */
function ownTokens(causes: readonly Cause[]): Token[] {
  const tokens = new Map<string, Set<number>>();
  for (const [index, { text, identifier = '' }] of causes.entries()) {
    const texts = [...text.slice(0, 16_384).matchAll(TOKEN)].map(([, token = '']) => token);
    for (const token of new Set(identifier === '' ? texts : [identifier, ...texts])) {
      const owners = tokens.get(token) ?? new Set<number>();
      tokens.set(token, owners.add(index));
    }
  }
  const used = causes.map(() => 0);
  const isOfUse = ([, owners]: Token) => {
    if (owners.size === causes.length) return false;
    const isWanted = [...owners].some((index) => (used[index] ?? 0) < MOST_TOKENS);
    for (const index of owners) used[index] = (used[index] ?? 0) + 1;
    return isWanted;
  };
  return [...tokens].filter(isOfUse).sort(([a], [b]) => b.length - a.length);
}

/** The owners of each text in a body, of texts that have at most so many of them. */
function tokensIn(body: string, tokens: readonly Token[], mostOwners: number): ReadonlySet<number>[] {
  let left = body;
  return tokens.flatMap(([token, owners]) => {
    if (!hasToken(left, token)) return [];
    left = left.replaceAll(token, ' ');
    return owners.size > mostOwners ? [] : [owners];
  });
}

function hasToken(body: string, token: string): boolean {
  for (let at = body.indexOf(token); at !== -1; at = body.indexOf(token, at + 1)) {
    const end = at + token.length;
    const [before, after] = [body.slice(Math.max(0, at - 1), at), body.slice(end, end + 40)];
    if (before === '"' && /^\\*"(?!\s*:)/.test(after)) return true;
    if (token.length >= LONG_TOKEN && !isOfWord(before) && !isOfWord(after.slice(0, 1))) return true;
  }
  return false;
}

/** Whether a text would go on there: `player-1` stands in `player-10`, and is another one. */
function isOfWord(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}
