import { nothingToDispose, part } from '../../stack/part.ts';

/** Alarms, which mean nothing on a laptop. */
export const cloudwatch = part({
  name: 'monitoring',
  ignored: {
    'AWS::CloudWatch::Alarm': {
      reason: 'no one is called out for a laptop',
      idPrefix: 'alarm',
      attributes: ['Arn'],
    },
  },
  needs: {},
  open: async () => ({ uses: undefined, ...nothingToDispose }),
});
