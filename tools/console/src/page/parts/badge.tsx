import type { ComponentChildren } from 'preact';

/** How something went. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'quiet';

type BadgeProps = { tone: Tone; children: ComponentChildren };

/** A word about something, such as `retry 2` or `denied`; its colour never says anything that the word does not. */
export function Badge({ tone, children }: BadgeProps) {
  return <span class={`badge ${tone}`}>{children}</span>;
}
