import { part } from '../../stack/part.ts';
import { reportCall } from './call-metrics.ts';
import { openMetricStore } from './metric-store.ts';

/** The values of metrics, which every service may report to: CloudWatch and its alarms read them. */
export const metrics = part({
  name: 'metrics',
  needs: {},
  open: async ({ statePath, clock }) => {
    const store = openMetricStore(statePath('metrics.db'), clock.now);
    return {
      uses: store,
      reset: async () => store.clear(),
      observe: (call) => reportCall(store, call),
      [Symbol.asyncDispose]: async () => store.close(),
    };
  },
});
