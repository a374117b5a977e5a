import { effect, signal } from '@preact/signals';
import { connection, now, paused, stack } from '../data/live.ts';
import { chooseLanguage, language, type Language, LANGUAGES } from '../i18n/language.ts';
import { texts } from '../i18n/texts.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { elapsed } from '../parts/time.tsx';
import { hrefOf } from '../router/place.ts';
import { isHelpOpen } from './keys.ts';

const LANGUAGE_LIST = Object.entries(LANGUAGES);

/** What runs, whether the page follows it, and the settings of the page. */
export function Header() {
  const t = texts();
  return (
    <header>
      <a class="mark" href={hrefOf('')}>
        {t.mark}
      </a>
      <StackLine />
      <div class="settings">
        <PauseButton />
        <select
          aria-label={t.language}
          value={language.value}
          onChange={({ currentTarget }) => chooseLanguage(currentTarget.value as Language)} // One of the options.
        >
          {LANGUAGE_LIST.map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
        <select
          aria-label={t.theme.label}
          value={theme.value}
          onChange={({ currentTarget }) => chooseTheme(currentTarget.value as Theme)} // One of the options.
        >
          {THEMES.map((each) => (
            <option key={each} value={each}>
              {t.theme[each]}
            </option>
          ))}
        </select>
        <button class="quiet" onClick={() => (isHelpOpen.value = true)}>
          {t.help.open} <kbd>?</kbd>
        </button>
      </div>
    </header>
  );
}

function StackLine() {
  const { state } = texts();
  const known = stack.value;
  const shown = connection.value === 'live' && paused.value ? 'paused' : connection.value;
  return (
    <p class="stack-line">
      <span class={`dot ${shown}`} aria-hidden="true" />
      <strong role="status">{state[shown]}</strong>
      {known && (
        <>
          <code>{known.url}</code>
          <CopyButton text={known.url} />
          <span class="up">{state.upFor(elapsed(now.value - known.startedAt))}</span>
        </>
      )}
    </p>
  );
}

function PauseButton() {
  const { pause, resume } = texts();
  return (
    <button class="quiet" aria-pressed={paused.value} onClick={() => (paused.value = !paused.value)}>
      {paused.value ? resume : pause} <kbd>p</kbd>
    </button>
  );
}

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const STORED = 'hanok.theme';

/** That of the last visit. */
const theme = signal<Theme>(THEMES.find((each) => each === localStorage.getItem(STORED)) ?? 'system');

effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
});

function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  localStorage.setItem(STORED, chosen);
}
