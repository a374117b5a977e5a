/** What a figure must keep to. */
export type Bound = { figure: string; atMost: number } | { figure: string; atLeast: number };

/** `value` is undefined when the figure was not measured, which is a miss as well. */
export type Verdict = { bound: Bound; value: number | undefined; kept: boolean };

/** One verdict per bound, in their order. */
export function judge(bounds: readonly Bound[], figures: Readonly<Record<string, number>>): Verdict[] {
  return bounds.map((bound) => {
    const value = figures[bound.figure];
    return { bound, value, kept: value !== undefined && keeps(bound, value) };
  });
}

/** Such as `at most 3`. */
export function boundText(bound: Bound): string {
  return 'atMost' in bound ? `at most ${bound.atMost}` : `at least ${bound.atLeast}`;
}

function keeps(bound: Bound, value: number): boolean {
  return 'atMost' in bound ? value <= bound.atMost : value >= bound.atLeast;
}
