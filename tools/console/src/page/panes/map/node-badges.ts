import type { NodeTraffic } from '../../../api/map.ts';
import type { Tone } from '../../parts/badge.tsx';
import { texts } from './texts.ts';

/** The least age of records that is told. */
const LATE_MS = 1_000;

/** What a node met with, the worst first. */
export function badgesOf(traffic: NodeTraffic | undefined): { tone: Tone; text: string }[] {
  const t = texts();
  if (traffic === undefined) return [];
  const { messages = 0, isDeadLetters, errors = 0, throttles = 0, iteratorAgeMs = 0 } = traffic;
  const all: [number, Tone, string][] = [
    [isDeadLetters ? messages : 0, 'bad', t.deadLetters(messages)],
    [errors, 'bad', t.errors(errors)],
    [throttles, 'warn', t.throttles(throttles)],
    [iteratorAgeMs >= LATE_MS ? 1 : 0, 'warn', t.age((iteratorAgeMs / 1_000).toFixed(1))],
    [isDeadLetters ? 0 : messages, 'quiet', t.messages(messages)],
  ];
  return all.flatMap(([count, tone, text]) => (count > 0 ? [{ tone, text }] : []));
}
