import { disposable, part } from '../../stack/part.ts';
import { events } from '../events/part.ts';
import { sns } from '../sns/part.ts';
import type { GameResources } from './game-resources.ts';
import { gameLiftService } from './gamelift-service.ts';
import { createMatchmaking } from './matchmaking.ts';
import { openMatchmakingStore } from './matchmaking-store.ts';
import { gameSessionQueue } from './resources/game-session-queue.ts';
import { matchmakingConfiguration } from './resources/matchmaking-configuration.ts';
import { matchmakingRuleSet } from './resources/matchmaking-rule-set.ts';
import { createGomokuServers } from './placement/gomoku-servers.ts';
import { localQueue } from './placement/local-queue.ts';
import { startRounds } from './rounds.ts';
import { createTeller } from './tell-event.ts';
import { createToldEvents, type MatchmakingView } from './told-events.ts';

/** GameLift FlexMatch: rule sets, configurations, tickets and matches, and a queue that places them on one game server. */
export const gamelift = part({
  name: 'gamelift',
  resources: [matchmakingRuleSet, gameSessionQueue, matchmakingConfiguration],
  needs: { sns, events },
  open: async (place, needs) => {
    const { clock, onNotice, statePath, region, accountId } = place;
    const account = { region, accountId };
    const resources: GameResources = { ruleSets: new Map(), configurations: new Map(), queues: new Map() };
    const queue = localQueue(account, clock.now());
    resources.queues.set(queue.name, queue);
    const servers = createGomokuServers(place);
    const store = openMatchmakingStore(statePath('matchmaking.db'));
    const [publish, putEvent] = [needs.sns.publishAsService, needs.events.sendServiceEvent];
    const told = createToldEvents(createTeller({ account, publish, putEvent, onNotice }));
    const matchmaking = createMatchmaking({ account, clock, resources, store, tell: told.tell });
    const uses: MatchmakingView = { resources, clock, told, tickets: store.latest, find: store.find };
    let rounds: ReturnType<typeof startRounds> | undefined;
    return {
      uses,
      service: gameLiftService(matchmaking),
      start: () => {
        void servers.resume();
        rounds = startRounds({ matchmaking, servers, clock, onNotice });
        return disposable(() => rounds?.stop().then(servers.stop));
      },
      inFlight: () => rounds?.inFlight() ?? [],
      reset: async () => {
        matchmaking.clear();
        told.clear();
        await servers.reset();
      },
      died: servers.died,
      [Symbol.asyncDispose]: async () => store.close(),
    };
  },
});
