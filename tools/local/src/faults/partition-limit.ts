import type { Service, ServiceRequest } from '../gateway/service.ts';
import type { Fault } from './fault-plan.ts';

type Limit = Extract<Fault, { kind: 'partitionLimit' }>;

/** Holds writes to the limits of faults, by the seconds of a clock. */
type PartitionLimits = {
  /**
   * The places of a request's writes whose partitions have no capacity left in this second; undefined when there are
   * none, and the request takes its units. A request that is refused takes none.
   */
  exceeded(limit: Limit, request: ServiceRequest, service: Service): Promise<Set<number> | undefined>;
};

export function createPartitionLimits(now: () => number): PartitionLimits {
  const spent = new WeakMap<Limit, { second: number; units: Map<string, number> }>();
  return {
    async exceeded(limit, request, service) {
      const writes = (await service.writeUnits?.(request)) ?? [];
      const second = Math.floor(now() / 1_000);
      const last = spent.get(limit);
      const units = last?.second === second ? last.units : new Map<string, number>();
      spent.set(limit, { second, units });
      const wanted = new Map<string, number>();
      for (const { partition, units: taken } of writes)
        wanted.set(partition, (wanted.get(partition) ?? 0) + taken);
      const isOver = (partition: string) =>
        (units.get(partition) ?? 0) + (wanted.get(partition) ?? 0) > limit.units;
      const places = writes.flatMap(({ partition }, place) => (isOver(partition) ? [place] : []));
      if (places.length > 0) return new Set(places);
      for (const [partition, taken] of wanted) units.set(partition, (units.get(partition) ?? 0) + taken);
      return undefined;
    },
  };
}
