import type { Pane } from './pane.ts';

/** The panes by their names, which are the first segment of their URLs, in the order of the navigation. */
export const PANES = {
  traces: { group: 'observe', load: async () => (await import('./traces/traces-pane.tsx')).TracesPane },
  denied: { group: 'observe', load: async () => (await import('./denied/denied-pane.tsx')).DeniedPane },
  map: { group: 'observe', load: async () => (await import('./map/map-pane.tsx')).MapPane },
  logs: { group: 'observe', load: async () => (await import('./logs/logs-pane.tsx')).LogsPane },
  metrics: { group: 'observe', load: async () => (await import('./metrics/metrics-pane.tsx')).MetricsPane },
  send: { group: 'act', load: async () => (await import('./send/send-pane.tsx')).SendPane },
  faults: { group: 'act', load: async () => (await import('./faults/faults-pane.tsx')).FaultsPane },
  matches: { group: 'systems', load: async () => (await import('./matches/matches-pane.tsx')).MatchesPane },
  workflows: {
    group: 'act',
    load: async () => (await import('./workflows/workflows-pane.tsx')).WorkflowsPane,
  },
  chat: { group: 'systems', load: async () => (await import('./chat/chat-pane.tsx')).ChatPane },
  data: { group: 'act', load: async () => (await import('./data/data-pane.tsx')).DataPane },
  ranking: { group: 'systems', load: async () => (await import('./ranking/ranking-pane.tsx')).RankingPane },
  rides: { group: 'systems', load: async () => (await import('./rides/rides-pane.tsx')).RidesPane },
} satisfies Readonly<Record<string, Pane>>;

export type PaneName = keyof typeof PANES;

export function isPaneName(text: string): text is PaneName {
  return Object.hasOwn(PANES, text);
}
