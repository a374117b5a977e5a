/** Long enough for the end of an engine to be noticed. */
const HELD_MS = 300;

/** Says each notice a moment late, so that of an engine's end only the end is told and not what it led to. */
export function holdNotices(say: (text: string) => void): { add(text: string): void; drop(): void } {
  const held = new Set<NodeJS.Timeout>();
  const add = (text: string) => {
    const timer = setTimeout(() => {
      held.delete(timer);
      say(text);
    }, HELD_MS);
    held.add(timer);
  };
  const drop = () => {
    for (const timer of held) clearTimeout(timer);
  };
  return { add, drop };
}
