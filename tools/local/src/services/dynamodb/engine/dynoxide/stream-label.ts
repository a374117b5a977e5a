/** The engine's label of a stream, the time of its creation in seconds with nine decimals, in the form of AWS's: `2026-11-21T03:22:33.460703134`. */
export function clientLabel(label: string): string {
  const [seconds = '', decimals = ''] = label.split('.');
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${decimals}`;
}

/** The engine's label of a stream whose label clients see; undefined for every other text. */
export function engineLabel(label: string): string | undefined {
  const [time = '', decimals] = label.split('.');
  const seconds = Date.parse(`${time}Z`) / 1000;
  return Number.isInteger(seconds) && decimals !== undefined ? `${seconds}.${decimals}` : undefined;
}
