import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TraceDetail, traceDetail, tracePage, type TraceSpan } from '@hanok/console';
import { IS_DEEP, seededRandom } from '@hanok/testing';
import { startChains } from './chains.fixture.ts';
import { isWhole, markersIn, outline } from './outline.fixture.ts';

/** What becomes of one thing of each system, and how many are sent: 101, shuffled. */
const SYSTEMS = {
  result: {
    count: 50,
    becomes: `
sqs SendMessage
  game-sqs-process
    dynamodb TransactWriteItems
      game-rank-update`,
  },
  ride: {
    count: 6,
    becomes: `
POST /ride
  request-unicorn
    dynamodb GetItem
    dynamodb Query
    dynamodb TransactWriteItems
POST /rides/{id}/complete
  ride-complete
    dynamodb GetItem
    dynamodb TransactWriteItems`,
  },
  thumbnail: {
    count: 4,
    becomes: `
s3 PutObject
  Create-Thumbnail
    s3 HeadObject
    s3 GetObject
    s3 PutObject
    s3 HeadObject`,
  },
  photo: {
    count: 2,
    becomes: `
s3 PutObject
  photo-start
    states StartExecution
      photo-inspect
        dynamodb PutItem
        s3 GetObject
        dynamodb UpdateItem
      photo-proxy
        s3 HeadObject
        s3 GetObject
        s3 PutObject
        dynamodb UpdateItem`,
  },
  training: {
    count: 6,
    becomes: `
POST /training
  training-start
    states StartExecution
      training-pass
        dynamodb PutItem
      training-free-kick
        dynamodb PutItem`,
  },
  execution: {
    count: 6,
    becomes: `
states StartExecution
  training-pass
    dynamodb PutItem
  training-free-kick
    dynamodb PutItem`,
  },
  crawl: {
    count: 1,
    becomes: `
POST /crawl
  crawl-start
    states StartExecution
      crawl-fetch
        dynamodb GetItem
        dynamodb PutItem
        dynamodb GetItem
        dynamodb UpdateItem
      crawl-store
        dynamodb PutItem`,
  },
  draw: { count: 6, becomes: '\nGET /draw\n  team-draw' },
  match: {
    count: 4,
    becomes: `
POST /matchrequest
  game-match-request
    dynamodb GetItem
    dynamodb TransactWriteItems
      game-rank-update
    dynamodb PutItem
    gamelift StartMatchmaking
      game-flexmatch-event
      game-match-event
        dynamodb UpdateItem`,
  },
  chat: {
    count: 16,
    becomes: `
chat-message
  dynamodb GetItem
  dynamodb TransactWriteItems
  sqs SendMessage
    chat-fanout
      dynamodb Query
      execute-api PostToConnection`,
  },
};

/** A ride looks for the earlier request, lapsed leases and unicorns side by side: which of them comes first is not told. */
const LOOKS_OF_A_RIDE = /(?:\n {4}dynamodb (?:GetItem|Query))+/g;
const inOneOrder = (looks: string) => [...new Set(looks.split(/(?=\n)/))].toSorted().join('');

/** Each environment of a function is a process, which takes time to begin. */
const AT_A_TIME = IS_DEEP ? 8 : 2;

const entries = Object.entries(SYSTEMS).flatMap(([system, { count, becomes }]) =>
  Array.from({ length: count }, (_, index) => ({ system, becomes, marker: `${system}-of-${index}` })),
);
const markers = entries.map(({ marker }) => marker);

let chains: Awaited<ReturnType<typeof startChains>>;
const ofMarker = new Map<string, TraceDetail>();
let all: TraceDetail[] = [];

async function ask(path: string): Promise<unknown> {
  return (await fetch(`${chains.url}/_hanok/traces${path}`)).json();
}
const list = async (query: string) => tracePage.parse(await ask(query)).traces;

beforeAll(async () => {
  chains = await startChains();
  const left = seededRandom(14).shuffle(entries);
  const ids = new Map<string, string>();
  const send = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop())
      ids.set(next.marker, (await chains.systems[next.system]?.(next.marker)) ?? '');
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, send));
  await chains.idle({ timeoutMs: 60_000 });
  const traces = await list('?limit=200');
  all = await Promise.all(traces.map(async ({ id }) => traceDetail.parse(await ask(`/${id}`))));
  for (const [marker, id] of ids) {
    const [found] = marker.startsWith('chat') ? await list(`?entry=socket-message&text=${id}%5C"`) : [{ id }];
    const trace = traceDetail.parse(await ask(`/${encodeURIComponent(found?.id ?? '')}`));
    ofMarker.set(marker, trace);
  }
}, 120_000);
afterAll(() => chains.stop());

const spansOf = (marker: string) => ofMarker.get(marker)?.tree ?? [];
const allSpans = () => new Map(all.flatMap(({ tree }) => tree.map((span) => [span.id, span] as const)));
const named = ({ name, id, input }: TraceSpan) => `${id} ${name} ${input?.slice(0, 100)}`;

describe('each of a hundred and one things, sent in random order,', () => {
  it('is one trace that is complete', () => {
    expect(markers).toHaveLength(101);
    expect(new Set([...ofMarker.values()].map(({ id }) => id)).size).toBe(101);
    expect(new Set([...ofMarker.values()].map(({ status }) => status))).toEqual(new Set(['ok']));
    const spans = [...ofMarker.values()].flatMap(({ tree }) => tree);
    // What failed is a condition that did not hold, or a picture that is not there yet.
    const bad = spans.filter(
      ({ status, httpStatus }) => status !== 'ok' && ![400, 404].includes(httpStatus ?? 0),
    );
    expect(bad.map(named)).toEqual([]);
  });

  it.each(Object.entries(SYSTEMS))('becomes what a %s becomes, in this order', (system, { becomes }) => {
    const seen = entries.filter((each) => each.system === system).map(({ marker }) => ofMarker.get(marker));
    const outlines = seen.map((trace) => `\n${outline(trace ?? { tree: [] })}`);
    const told = outlines.map((text) =>
      system === 'ride' ? text.replace(LOOKS_OF_A_RIDE, inOneOrder) : text,
    );
    expect([...new Set(told)]).toEqual([becomes]);
  });

  it('has no span of another, and misses none of its own', () => {
    const spans = [...allSpans().values()];
    for (const marker of markers) {
      const own = new Set(spansOf(marker).map(({ id }) => id));
      const foreign = spansOf(marker).filter((span) => {
        const told = markersIn(span, markers);
        return isWhole(span) && told.length > 0 && !told.includes(marker);
      });
      const missing = spans.filter((span) => !own.has(span.id) && markersIn(span, [marker]).length > 0);
      expect({ marker, foreign: foreign.map(named), missing: missing.map(named) }).toEqual({
        ...{ marker, foreign: [], missing: [] },
      });
    }
  });

  it('has all calls of functions that passed the gateway, as an independent count says', () => {
    const traced = [...allSpans().values()].flatMap(({ kind, function: by, name }) =>
      kind === 'call' && by !== undefined ? [`${by} ${name}`] : [],
    );
    const counted = chains
      .calls()
      .filter(({ caller, operation }) => caller !== 'external' && !POLLS.has(operation))
      .map(({ caller, service, operation }) => `${caller} ${service} ${operation}`);
    const isCounted = (call: string) => !/^(stack|chat-sweep) /.test(call);
    expect(countOf(traced.filter(isCounted))).toEqual(countOf(counted.filter(isCounted)));
  });
});

/** What the stack asks in the name of a function. */
const POLLS: ReadonlySet<string> = new Set([
  ...['ReceiveMessage', 'DeleteMessageBatch', 'DescribeStream', 'GetRecords', 'GetShardIterator'],
]);

function countOf(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...Map.groupBy(names, (name) => name)].map(([name, { length }]) => [name, length]),
  );
}
