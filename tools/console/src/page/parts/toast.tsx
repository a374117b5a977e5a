import { signal } from '@preact/signals';

const shown = signal<readonly { id: number; text: string }[]>([]);
const SHOWN_MS = 4_000;
let count = 0;

/** Says something for a moment, such as that a thing was done. */
export function toast(text: string): void {
  count += 1;
  const id = count;
  shown.value = [...shown.value, { id, text }];
  setTimeout(() => (shown.value = shown.value.filter((each) => each.id !== id)), SHOWN_MS);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown.value.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
