import type { Sample, StackMap } from '@hanok/console';
import dynamodbStream from '@hanok/events/samples/dynamodb-stream.json' with { type: 'json' };
import rest from '@hanok/events/samples/rest.json' with { type: 'json' };
import s3Put from '@hanok/events/samples/s3-put.json' with { type: 'json' };
import sns from '@hanok/events/samples/sns.json' with { type: 'json' };
import sqs from '@hanok/events/samples/sqs.json' with { type: 'json' };
import webSocketMessage from '@hanok/events/samples/web-socket-message.json' with { type: 'json' };
import flexmatchEvent from '@hanok/matchmaking/samples/flexmatch-event.json' with { type: 'json' };
import requestUnicorn from '@hanok/rides/samples/request-unicorn.json' with { type: 'json' };
import gameResult from '@hanok/scoring/samples/game-result.json' with { type: 'json' };

/** The events of the tutorials. `target` is a queue, a machine, a function, or the output that names an API or a bucket. */
const SAMPLES: readonly (Omit<Sample, 'id' | 'event'> & { event: object })[] = [
  { kind: 'message', target: 'game-result-queue', event: gameResult },
  { kind: 'http', target: 'RankingApiUrl', event: { method: 'GET', path: 'ranking' } },
  { kind: 'http', target: 'RankingApiUrl', event: { method: 'GET', path: 'ranking/SomeName?around=2' } },
  { kind: 'http', target: 'HelloApiUrl', event: { method: 'GET', path: 'hello' } },
  {
    kind: 'http',
    target: 'MatchApiUrl',
    event: { method: 'POST', path: 'matchrequest', body: { PlayerName: 'SomeName', PlayerPass: 'SomePass' } },
  },
  {
    kind: 'http',
    target: 'TrainingApiUrl',
    event: { method: 'POST', path: 'training', body: { TraningType: '공격수', Player: '흥민' } },
  },
  {
    kind: 'http',
    target: 'CrawlApiUrl',
    event: { method: 'POST', path: 'crawl', body: { url: 'https://example.com/' } },
  },
  { kind: 'http', target: 'DrawApiUrl', event: { method: 'GET', path: 'draw' } },
  { kind: 'upload', target: 'ImagesBucketName', event: { key: 'photo.jpg', width: 1200, height: 800 } },
  { kind: 'upload', target: 'PhotosBucketName', event: { key: 'photo.jpg', width: 1200, height: 800 } },
  { kind: 'execution', target: 'Training', event: { TraningType: '공격수', Player: '흥민' } },
  { kind: 'invoke', target: 'game-sqs-process', event: sqs },
  { kind: 'invoke', target: 'game-rank-update', event: dynamodbStream },
  { kind: 'invoke', target: 'game-rank-reader', event: rest },
  { kind: 'invoke', target: 'game-match-event', event: sns },
  { kind: 'invoke', target: 'game-flexmatch-event', event: flexmatchEvent },
  { kind: 'invoke', target: 'request-unicorn', event: requestUnicorn },
  { kind: 'invoke', target: 'Create-Thumbnail', event: s3Put },
  { kind: 'invoke', target: 'chat-message', event: webSocketMessage },
];

/** Those that something in the stacks takes. `outputs` are those of all stacks. */
export function samplesFor({ nodes }: StackMap, outputs: ReadonlyMap<string, string>): Sample[] {
  const names = new Set([...nodes.map(({ name }) => name), ...outputs.keys()]);
  return SAMPLES.flatMap(({ kind, target, event }, index) =>
    names.has(target)
      ? [
          {
            id: `${kind}-${index + 1}`,
            kind,
            target,
            event: JSON.stringify(event, undefined, kind === 'message' ? 0 : 2),
          },
        ]
      : [],
  );
}
