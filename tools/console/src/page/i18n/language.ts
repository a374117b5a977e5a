import { effect, signal } from '@preact/signals';

/** The languages of the page, each in its own words. */
export const LANGUAGES = { en: 'English', ko: '한국어' } as const;
export type Language = keyof typeof LANGUAGES;

const STORED = 'hanok.language';

/** That of the last visit, or else the first of the browser's that the page has. */
export const language = signal<Language>(firstLanguage());

effect(() => {
  document.documentElement.lang = language.value;
});

export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(STORED, chosen);
}

/**
 * The texts of a pane or part in all languages: a function for use in components, which show the language as it is. A
 * text that one language lacks does not compile. Texts with values in them are functions.
 */
export function translated<Texts extends object>(texts: Record<'en', Texts> & Record<'ko', NoInfer<Texts>>) {
  return (): Texts => texts[language.value];
}

function firstLanguage(): Language {
  const wanted = [localStorage.getItem(STORED) ?? '', ...navigator.languages];
  return wanted.map((each) => each.slice(0, 2)).find(isLanguage) ?? 'en';
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(LANGUAGES, text);
}
