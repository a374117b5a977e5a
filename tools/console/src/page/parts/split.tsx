import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { texts } from '../i18n/texts.ts';
import { hrefOf, place } from '../router/place.ts';

const STORED = 'hanok.split';
const [LEAST, MOST] = [25, 75];

/** Width of the list in percent, the same in all panes. */
const width = signal(within(Number(localStorage.getItem(STORED) ?? 34)));

type SplitProps = { list: ComponentChildren; detail: ComponentChildren | undefined };

/** A list, and beside it what is open of it, with a divider that is dragged or moved by arrow keys. */
export function Split({ list, detail }: SplitProps) {
  const box = useRef<HTMLDivElement>(null);
  const drag = (event: PointerEvent) => {
    const bounds = box.current?.getBoundingClientRect();
    if (bounds === undefined || event.buttons !== 1) return;
    setWidth(((event.clientX - bounds.left) / bounds.width) * 100);
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setWidth(width.value + by);
  };
  if (detail === undefined) return <div class="split">{list}</div>;
  return (
    <div ref={box} class="split open" style={{ '--list': `${width.value}%` }}>
      {list}
      <div
        class="divider"
        role="separator"
        aria-orientation="vertical"
        aria-label={texts().divider}
        aria-valuenow={Math.round(width.value)}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        tabIndex={0}
        onKeyDown={step}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
      />
      {detail}
    </div>
  );
}

const CLOSE_KEY = 'Esc';

type DetailProps = {
  title: string;
  /** Where closing leads; the list of the pane by default. None: it stays as long as nothing else is open. */
  closes?: string | undefined;
  children: ComponentChildren;
};

/** What is open beside a list; Esc closes it, too. */
export function Detail({ title, children, ...given }: DetailProps) {
  const closes = 'closes' in given ? given.closes : hrefOf(place.value.pane);
  return (
    <article class="detail" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {closes !== undefined && (
          <a class="close" href={closes}>
            {texts().close} <kbd>{CLOSE_KEY}</kbd>
          </a>
        )}
      </header>
      <div class="scroll" tabIndex={0}>
        {children}
      </div>
    </article>
  );
}

function setWidth(percent: number): void {
  width.value = within(percent);
  localStorage.setItem(STORED, String(width.value));
}

function within(percent: number): number {
  return Number.isFinite(percent) ? Math.min(MOST, Math.max(LEAST, percent)) : 34;
}
