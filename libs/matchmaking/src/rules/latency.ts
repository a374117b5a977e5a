import type { MatchView } from '../expressions/match-view.ts';
import { NUMBER_AGGREGATIONS } from './operands.ts';
import { defineRule } from './rule.ts';

type Latency = {
  slot: number;
  maxLatency: number;
  maxDistance: number;
  reference: 'min' | 'avg';
};
type Latencies = ReadonlyMap<string, number>;

/**
 * There is a location that every ticket reports with at most `maxLatency`, and, with `maxDistance`, close to the
 * lowest or the average latency there. AWS's page says both "higher than the maximum is ignored" and "below the
 * maximum": a latency equal to the maximum is taken here. A ticket without latency never fits.
 */
export const latency = defineRule<Latency>({
  type: 'latency',
  fields: ['maxLatency', 'maxDistance', 'distanceReference', 'partyAggregation'],
  expandable: ['maxLatency', 'maxDistance'],
  large: ['maxLatency', 'partyAggregation'],
  parse(fields, { slotOf }) {
    const aggregation = fields.oneOf('partyAggregation', NUMBER_AGGREGATIONS) ?? 'avg';
    const maxLatency = fields.number('maxLatency', { min: 0 });
    const maxDistance = fields.number('maxDistance', { min: 0 });
    const reference = fields.oneOf('distanceReference', ['min', 'avg'] as const);
    if (!fields.has('maxLatency') && !fields.has('maxDistance'))
      return fields.report('maxLatency', 'must be there, or maxDistance');
    if (fields.has('maxDistance') && !fields.require('distanceReference')) return undefined;
    if (fields.has('distanceReference') && !fields.require('maxDistance')) return undefined;
    return {
      slot: slotOf({ of: 'latency', aggregation }),
      maxLatency: maxLatency ?? Number.POSITIVE_INFINITY,
      maxDistance: maxDistance ?? Number.POSITIVE_INFINITY,
      reference: reference ?? 'min',
    };
  },
  holds(rule, match, growing) {
    const all = latenciesOf(match, rule.slot);
    const [first, ...others] = all;
    if (!first) return undefined;
    const near = [...first].filter(
      ([place, ms]) =>
        ms <= rule.maxLatency &&
        others.every((each) => (each.get(place) ?? Number.POSITIVE_INFINITY) <= rule.maxLatency),
    );
    if (near.length === 0) return false;
    if (rule.maxDistance === Number.POSITIVE_INFINITY) return true;
    if (near.some(([place]) => farthest(place, all, rule.reference) <= rule.maxDistance)) return true;
    // An average moves with every player; what is too far from the lowest stays so.
    return growing && rule.reference === 'avg' ? undefined : false;
  },
  explain(rule, match) {
    const all = latenciesOf(match, rule.slot);
    const places = [...new Set(all.flatMap((each) => [...each.keys()]))];
    const shared = places.filter((place) => all.every((each) => each.has(place)));
    if (shared.length === 0) {
      const measured = places.length === 0 ? 'no latency' : places.join(', ');
      return { measured, judged: 'no location that all report' };
    }
    const worst = shared.map((place) => ({
      place,
      ms: Math.max(...all.map((each) => each.get(place) ?? 0)),
    }));
    const best = worst.reduce((a, b) => (b.ms < a.ms ? b : a));
    const isOver = best.ms > rule.maxLatency;
    const measured = worst.map(({ place, ms }) => `${place} ${ms} ms`).join(', ');
    if (isOver || rule.maxDistance === Number.POSITIVE_INFINITY)
      return {
        measured,
        judged: `${best.place} ${best.ms} ms ${isOver ? '>' : '<='} ${rule.maxLatency} ms`,
        by: isOver ? best.ms - rule.maxLatency : undefined,
      };
    const usable = worst
      .filter(({ ms }) => ms <= rule.maxLatency)
      .map(({ place }) => ({ place, ms: farthest(place, all, rule.reference) }));
    const closest = usable.reduce((a, b) => (b.ms < a.ms ? b : a));
    const isFar = closest.ms > rule.maxDistance;
    return {
      measured,
      judged: `${closest.place} distance ${closest.ms} ms ${isFar ? '>' : '<='} ${rule.maxDistance} ms`,
      by: isFar ? closest.ms - rule.maxDistance : undefined,
    };
  },
  flaws: ({ maxLatency }) =>
    maxLatency < 1
      ? [{ kind: 'neverHolds', why: `a latency is at least 1 ms, maxLatency is ${maxLatency}` }]
      : [],
  bound: ({ slot, maxLatency }) => ({ kind: 'location', slot, maxLatency }),
});

function latenciesOf({ teams }: MatchView, slot: number): Latencies[] {
  return teams.flatMap(({ parties }) =>
    parties.flatMap(({ values }) => {
      const value = values[slot];
      return typeof value === 'object' && 'get' in value ? [value] : [];
    }),
  );
}

/** The largest distance from the lowest or the average latency at a location that all report. */
function farthest(place: string, all: readonly Latencies[], reference: 'min' | 'avg'): number {
  const each = all.map((latencies) => latencies.get(place) ?? 0);
  const from = reference === 'min' ? Math.min(...each) : each.reduce((a, b) => a + b, 0) / each.length;
  return Math.max(...each.map((ms) => Math.abs(ms - from)));
}
