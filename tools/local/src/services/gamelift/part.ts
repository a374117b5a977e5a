import { disposable, part } from '../../stack/part.ts';
import { events } from '../events/part.ts';
import { sns } from '../sns/part.ts';
import type { GameLiftUses, GameResources } from './game-resources.ts';
import { gameLiftService } from './gamelift-service.ts';
import { createMatchmaking } from './matchmaking.ts';
import { openMatchmakingStore } from './matchmaking-store.ts';
import { gameSessionQueue } from './resources/game-session-queue.ts';
import { matchmakingConfiguration } from './resources/matchmaking-configuration.ts';
import { matchmakingRuleSet } from './resources/matchmaking-rule-set.ts';
import { noGameServers } from './placement/game-servers.ts';
import { startRounds } from './rounds.ts';
import { createTeller } from './tell-event.ts';

/** GameLift FlexMatch: rule sets, configurations, tickets and matches. */
export const gamelift = part({
  name: 'gamelift',
  resources: [matchmakingRuleSet, gameSessionQueue, matchmakingConfiguration],
  needs: { sns, events },
  open: async ({ clock, onNotice, statePath, region, accountId }, needs) => {
    const account = { region, accountId };
    const resources: GameResources = { ruleSets: new Map(), configurations: new Map(), queues: new Map() };
    const store = openMatchmakingStore(statePath('matchmaking.db'));
    const [publish, putEvent] = [needs.sns.publishAsService, needs.events.sendServiceEvent];
    const tell = createTeller({ account, publish, putEvent, onNotice });
    const matchmaking = createMatchmaking({ account, clock, resources, store, tell });
    const uses: GameLiftUses = { resources, clock };
    return {
      uses,
      service: gameLiftService(matchmaking),
      start: () => disposable(startRounds({ matchmaking, servers: noGameServers, clock, onNotice })),
      [Symbol.asyncDispose]: async () => store.close(),
    };
  },
});
