import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { texts } from '../i18n/texts.ts';
import { isPaneName, type PaneName, PANES } from '../panes/panes.ts';
import { hrefOf, place } from '../router/place.ts';

const GROUPS = ['observe', 'act', 'systems'] as const;
const NAMES = Object.keys(PANES).filter(isPaneName);

/** The panes. One of them is in the order of tabs; arrow keys move among them. */
export function Navigation() {
  const { groups, navigation } = texts();
  const { pane } = place.value;
  const focused = useSignal<string>(pane);
  useEffect(() => void (focused.value = pane), [pane, focused]);
  const inOrder = isPaneName(focused.value) ? focused.value : NAMES[0];
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    const links = [...event.currentTarget.querySelectorAll('a')];
    const at = links.findIndex((link) => link === document.activeElement);
    links[(at + step + links.length) % links.length]?.focus();
  };
  return (
    <nav aria-label={navigation} onKeyDown={move}>
      {GROUPS.map((group) => {
        const members = NAMES.filter((name) => PANES[name].group === group);
        return (
          members.length > 0 && (
            <section key={group} aria-labelledby={`group-${group}`}>
              <h2 id={`group-${group}`}>{groups[group]}</h2>
              <ul>
                {members.map((name) => (
                  <li key={name}>
                    <PaneLink
                      name={name}
                      isOpen={name === pane}
                      isInOrder={name === inOrder}
                      onFocus={() => (focused.value = name)}
                    />
                  </li>
                ))}
              </ul>
            </section>
          )
        );
      })}
    </nav>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

type PaneLinkProps = { name: PaneName; isOpen: boolean; isInOrder: boolean; onFocus(): void };

function PaneLink({ name, isOpen, isInOrder, onFocus }: PaneLinkProps) {
  return (
    <a
      href={hrefOf(name)}
      tabIndex={isInOrder ? 0 : -1}
      aria-current={isOpen ? 'page' : undefined}
      onFocus={onFocus}
    >
      {texts().panes[name]}
    </a>
  );
}
