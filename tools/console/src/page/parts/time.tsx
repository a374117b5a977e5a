import { now } from '../data/live.ts';
import { texts } from '../i18n/texts.ts';

type TimeProps = {
  /** Milliseconds since the epoch. */
  at: number;
};

/** A time as it was and how long ago that is. */
export function Time({ at }: TimeProps) {
  const date = new Date(at);
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()}>
      {timeOfDay(date)} <span class="ago">{texts().ago(elapsed(Math.max(0, now.value - at)))}</span>
    </time>
  );
}

/** Hours to milliseconds in the reader's own zone. */
export function timeOfDay(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

const STEPS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A span of time in its largest whole unit. */
export function elapsed(ms: number): string {
  const { units } = texts();
  const [unit, size] = STEPS.find(([, each]) => ms >= each) ?? (['s', 1_000] as const);
  return `${Math.floor(ms / size)}${units[unit]}`;
}
/** How long something took: milliseconds up to ten seconds. */
export function duration(ms: number): string {
  const { units } = texts();
  if (ms < 10) return `${Number(ms.toFixed(1))}${units.ms}`;
  return ms < 10_000 ? `${Math.round(ms)}${units.ms}` : `${(ms / 1_000).toFixed(1)}${units.s}`;
}
