import { type Account, arnOf } from '../../../arn.ts';
import type { StackTemplate } from '../../../template/template.ts';
import type { StackParameters } from '../../../template/with-parameters.ts';
import type { GameSessionQueue } from '../game-resources.ts';

const NAME = 'local-game-server';
/** Of a template that can place its matches. */
const PARAMETER = 'GameSessionQueue';

/** The queue of every local stack, which places matches on the game server of the stack. */
export function localQueue(account: Account, createdAt: number): GameSessionQueue {
  const arn = arnOf('gamelift', account, `gamesessionqueue/${NAME}`);
  return { name: NAME, arn, timeoutInSeconds: 600, destinations: [], customEventData: undefined, createdAt };
}

/** The parameters with the local queue for each template that can take one and is given none. */
export function withLocalQueue(stacks: readonly StackTemplate[], given: StackParameters): StackParameters {
  const placing = stacks.filter(({ template }) => Object.hasOwn(template.Parameters, PARAMETER));
  const added = placing.map(({ name }) => [name, { [PARAMETER]: NAME, ...given[name] }] as const);
  return { ...given, ...Object.fromEntries(added) };
}
