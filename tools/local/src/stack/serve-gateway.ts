import { createDynamodb } from '../services/dynamodb/dynamodb-service.ts';
import { createStatesService } from '../services/states/states-service.ts';
import type { Executions } from '../services/states/executions.ts';
import { createFaults, type InjectedFault } from '../faults/create-faults.ts';
import type { FaultPlanInput } from '../faults/fault-plan.ts';
import type { AsyncInvocations } from '../services/lambda/async-invocations.ts';
import type { Functions } from '../services/lambda/functions.ts';
import { createLambdaService } from '../services/lambda/lambda-service.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../gateway/gateway.ts';
import { createSts } from '../services/sts/sts.ts';
import type { Roles } from '../services/iam/roles.ts';
import { createLogsService } from '../services/logs/logs-service.ts';
import type { Objects } from '../services/s3/create-objects.ts';
import { createSqsService } from '../services/sqs/sqs-service.ts';
import type { UserPools } from '../services/cognito/user-pools.ts';
import type { Engines } from './engines.ts';
import type { EventSourceMappings } from '../triggers/event-source-mappings.ts';

/** Where the stack says that it is. */
export type Place = { region: string; accountId: string; gatewayUrl: string };

/** Every service that the stack has, behind one port. Throws `FaultPlanError`, `PortTakenError`. */
export async function serveGateway(options: {
  place: Place;
  engines: Engines;
  functions: Functions;
  asyncInvocations: AsyncInvocations;
  mappings: EventSourceMappings;
  roles: Roles;
  executions: Executions;
  objects: Pick<Objects, 'service'>;
  userPools: Pick<UserPools, 'service' | 'page'>;
  front: NonNullable<GatewayOptions['front']>;
  faults: FaultPlanInput | undefined;
  onFault: (fault: InjectedFault) => void;
}): Promise<Gateway> {
  const {
    place,
    engines,
    functions,
    asyncInvocations,
    mappings,
    roles,
    executions,
    objects,
    userPools,
    front,
    faults,
  } = options;
  const services = [
    createDynamodb({ ...place, endpoint: engines.dynoxide.endpoint }),
    createSqsService({ ...place, engine: engines.queues, baseUrl: place.gatewayUrl }),
    createLambdaService({ ...place, functions, asyncInvocations, mappings: mappings.list }),
    createLogsService({ ...place, store: engines.logs }),
    createStatesService({ executions }),
    createSts(place),
    objects.service,
    userPools.service,
  ];
  return startGateway({
    port: Number(new URL(place.gatewayUrl).port),
    services,
    front,
    page: userPools.page,
    ...(faults && { around: createFaults(faults, services, options.onFault) }),
    callerOf: roles.callerOf,
    authorize: roles.authorize,
  });
}
