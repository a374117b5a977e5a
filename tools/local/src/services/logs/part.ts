import { type JsonApi, jsonService } from '../../gateway/json-service.ts';
import type { Service } from '../../gateway/service.ts';
import { part } from '../../stack/part.ts';
import type { LogLine } from '../../log-line.ts';
import { reportEmbedded } from '../metrics/embedded-metrics.ts';
import { metrics } from '../metrics/part.ts';
import { createQueries } from './insights/queries.ts';
import { ACCESS, type LogGroups } from './log-groups.ts';
import { openLogStore } from './log-store.ts';
import { DESCRIBE_OPERATIONS } from './operations/describe.ts';
import { INSIGHTS_OPERATIONS } from './operations/insights.ts';
import { MAKE_OPERATIONS } from './operations/make-groups.ts';
import { putLogEvents } from './operations/put-log-events.ts';
import { filterLogEvents, getLogEvents } from './operations/read-events.ts';
import { PARAMETERS } from './parameters.ts';
import { logGroup } from './resources/log-group.ts';

const API: JsonApi = {
  name: 'logs',
  version: '1.1',
  targets: ['Logs_20140328'],
  invalidCode: 'InvalidParameterException',
  refusals: {
    failed: {
      status: 503,
      code: 'ServiceUnavailableException',
      message: 'The service cannot complete the request.',
    },
  },
};

/** CloudWatch Logs, on a file of its own. */
export const logs = part({
  name: API.name,
  resources: [logGroup],
  needs: { metrics },
  async open(place, needs) {
    const { clock } = place;
    const onLine = (line: LogLine) => {
      place.onLine(line);
      if (line.isPlatform !== true) reportEmbedded(needs.metrics, clock, line.line);
    };
    // Events have real times: a day of the stack's clock is a shorter one of theirs.
    const dayMs = 86_400_000 / clock.speed;
    const [realStart, start] = [Date.now(), clock.now()];
    const retentionNow = () => realStart + (clock.now() - start) / clock.speed;
    const store = openLogStore({ file: place.statePath('logs.db'), onLine, dayMs, retentionNow });
    const queries = createQueries(store, place.accountId);
    return {
      uses: store,
      service: logsService({ store, account: place, queries }),
      reset: async () => store.clear(),
      [Symbol.asyncDispose]: async () => {
        await queries.stop();
        store.close();
      },
    };
  },
});

/** The CloudWatch Logs API. */
export function logsService(context: LogGroups): Service {
  return jsonService(API, {
    context,
    operations: {
      ...DESCRIBE_OPERATIONS,
      GetLogEvents: getLogEvents,
      FilterLogEvents: filterLogEvents,
      ...MAKE_OPERATIONS,
      ...INSIGHTS_OPERATIONS,
      PutLogEvents: putLogEvents,
    },
    access: ACCESS,
    parameters: PARAMETERS,
  });
}
