type SparklineProps = {
  /** What the line is of, for those who do not see it; it names a value, too. */
  label: string;
  /** Null where there is none. */
  values: readonly (number | null)[];
};

const [WIDTH, HEIGHT] = [120, 24];

/** A small line of values in time, from zero to the largest; where there is no value, it is at zero. */
export function Sparkline({ label, values }: SparklineProps) {
  const numbers = values.map((value) => value ?? 0);
  const largest = Math.max(...numbers, 0) || 1;
  const step = WIDTH / Math.max(1, numbers.length - 1);
  const points = numbers
    .map((value, index) => [index * step, HEIGHT - 2 - (value / largest) * (HEIGHT - 4)])
    .map((point) => point.map((each) => each.toFixed(1)).join());
  return (
    <svg
      class="sparkline"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      <polygon points={`0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}`} />
      <polyline points={points.join(' ')} />
    </svg>
  );
}
