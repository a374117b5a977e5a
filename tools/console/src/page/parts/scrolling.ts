import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** Height of a row of a table; in step with `--row` of tokens.css. */
export const ROW_PX = 28;

type Ref<Value> = { current: Value | null };

/** How far an element is scrolled, and how high it is. */
export function useScroll(ref: Ref<HTMLElement>) {
  const [top, height] = [useSignal(0), useSignal(600)];
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const look = () => {
      top.value = element.scrollTop;
      height.value = element.clientHeight;
    };
    const size = new ResizeObserver(look);
    size.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      size.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [ref, top, height]);
  return { top, height };
}

/** Keeps the first row in sight where it is when rows come in above it; at the very top, new rows are seen. */
export function useStillRows<Row>(
  ref: Ref<HTMLElement>,
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): void {
  const before = useRef<readonly Row[]>(rows);
  useLayoutEffect(() => {
    const element = ref.current;
    const old = before.current;
    before.current = rows;
    if (element === null || element.scrollTop < ROW_PX || old === rows) return;
    const index = Math.floor(element.scrollTop / ROW_PX);
    const anchor = old[index];
    if (anchor === undefined) return;
    const key = keyOf(anchor);
    const now = rows.findIndex((row) => keyOf(row) === key);
    if (now !== -1) element.scrollTop += (now - index) * ROW_PX;
  }, [rows]);
}
