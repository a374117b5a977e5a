import type { State } from './state.ts';

/** Every state that may come right after this one, each with the reason why, in the order in which they are written. */
export function targetsOf(state: State): { name: string; label: string }[] {
  const caught = 'Catch' in state ? (state.Catch ?? []) : [];
  return [
    ...('Choices' in state
      ? [
          ...state.Choices.map((rule) => ({ name: rule.Next, label: describeTest(rule) })),
          { name: state.Default, label: 'otherwise' },
        ]
      : []),
    ...('Next' in state && state.Next !== undefined ? [{ name: state.Next, label: '' }] : []),
    ...caught.map(({ Next, ErrorEquals }) => ({ name: Next, label: ErrorEquals.join(', ') })),
  ];
}

function describeTest(test: object): string {
  if ('And' in test && Array.isArray(test.And)) return test.And.map(describeTest).join(' and ');
  if ('Or' in test && Array.isArray(test.Or)) return test.Or.map(describeTest).join(' or ');
  if ('Not' in test && typeof test.Not === 'object' && test.Not) return `not ${describeTest(test.Not)}`;
  const [[operator, operand] = ['', '']] = Object.entries(test).filter(
    ([key]) => key !== 'Variable' && key !== 'Next',
  );
  const variable = 'Variable' in test ? String(test.Variable).slice(2) : '';
  if (operator === 'IsPresent') return `${variable} ${operand === true ? 'is there' : 'is missing'}`;
  const signs: Record<string, string> = { NumericLessThan: '<', NumericGreaterThanEquals: '≥' };
  return `${variable} ${signs[operator] ?? '='} ${String(operand)}`;
}
