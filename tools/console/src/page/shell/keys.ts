import { signal } from '@preact/signals';
import { paused } from '../data/live.ts';
import { closeOpen } from '../router/place.ts';

export const isHelpOpen = signal(false);

/** What each key does outside of a text field. */
const KEYS: Readonly<Record<string, () => void>> = {
  '/': () => focusOn('[data-key="filter"]'),
  '?': () => (isHelpOpen.value = true),
  p: () => (paused.value = !paused.value),
  g: () => focusOn('nav [tabindex="0"]'),
  j: () => moveRow(1),
  k: () => moveRow(-1),
};

/** Keys that work wherever the focus is. A dialog has its own. */
export function listenForKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector('dialog[open]') !== null) return;
    if (event.key === 'Escape') return escape(event);
    const pressed = isTyping(event.target) ? undefined : KEYS[event.key];
    if (pressed === undefined) return;
    event.preventDefault();
    pressed();
  });
}

/** Leaves a text field, or else closes what is open. */
function escape(event: KeyboardEvent): void {
  event.preventDefault();
  const close = document.querySelector('main a.close') ?? document.querySelector('main [data-key="close"]');
  if (isTyping(event.target)) leaveField(event.target);
  else if (close instanceof HTMLElement) close.click();
  else if (document.querySelector('main article') === null) closeOpen();
}

/** To the first row, or where there is none, to nothing. */
function leaveField(field: EventTarget | null): void {
  if (field instanceof HTMLElement) field.blur();
  focusOn(FIRST_ROW);
}

const FIRST_ROW = '[role="row"][tabindex="0"]';

/** Goes to the first row, and from there to the next or previous one. */
function moveRow(step: 1 | -1): void {
  const row = document.activeElement?.closest('[role="row"]');
  const key = step === 1 ? 'ArrowDown' : 'ArrowUp';
  if (row) row.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  else focusOn(FIRST_ROW);
}

function focusOn(selector: string): void {
  const found = document.querySelector(selector);
  if (found instanceof HTMLElement) found.focus();
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}
