import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminConfirmSignUpCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { assemblyFolder, buildAssembly, startStack } from '@hanok/local';
import { rideAnswer } from '@hanok/rides';
import * as z from 'zod';
import { clientSettings } from '@hanok/testing';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, timed } from '../harness/interleave.ts';
import { median } from '../harness/median.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';

/** Clients that ask at once; the fleet of the tutorial has three unicorns. */
const CLIENTS = 3;
const BODY = '{"PickupLocation":{"Latitude":47.6174755835663,"Longitude":-122.28837066650185}}';

const outputs = z.looseObject({
  WildRydes: z.looseObject({ RideApiUrl: z.string(), UserPoolId: z.string(), UserPoolClientId: z.string() }),
  Hello: z.looseObject({ HelloApiUrl: z.string() }),
});
type Outputs = z.infer<typeof outputs>;

/** Requests through the whole HTTP path of the local stack: API, authorizer, function, tables. */
export const httpRides: Benchmark = {
  name: 'http-rides',
  title: `requests per second through the local stack's REST APIs, ${CLIENTS} clients side by side`,
  bounds: [],
  run: async ({ scaled }) => {
    await buildAssembly();
    await using parts = new AsyncDisposableStack();
    const assembly = copyUnthrottled();
    parts.defer(assembly.remove);
    const stack = await startStack({ assembly: assembly.folder, port: 0, onNotice: () => undefined });
    parts.defer(stack.stop);
    const { WildRydes, Hello } = outputs.parse(stack.outputs);
    const Authorization = await signIn(stack.url, WildRydes);
    const call = async (url: string, status: number, init: RequestInit = {}) => {
      const answer = await fetch(url, { ...init, headers: { Authorization } });
      requireEqual(`The status of ${url}`, answer.status, status);
      return answer.json();
    };
    const ride = async () =>
      rideAnswer.parse(await call(`${WildRydes.RideApiUrl}ride`, 201, { method: 'POST', body: BODY })).RideId;
    const complete = (id: string) =>
      call(`${WildRydes.RideApiUrl}rides/${id}/complete`, 200, { method: 'POST' });
    const known = await ride();
    await complete(known);
    const requests = scaled(500);
    const perSecond = (each: () => Promise<unknown>, count: number) => async () =>
      (1_000 * count) / (await timed(() => sideBySide(each, count)));
    const samples = await interleave(
      {
        'GET /hello': perSecond(() => call(`${Hello.HelloApiUrl}hello`, 200), requests),
        'GET /rides/{id}': perSecond(() => call(`${WildRydes.RideApiUrl}rides/${known}`, 200), requests),
        'POST /ride and its completion': perSecond(async () => complete(await ride()), requests / 2),
      },
      { rounds: 7 },
    );
    const figures = Object.entries(samples).map(([name, values]) => [`${name}, per second`, median(values)]);
    return {
      races: [{ title: 'rate', unit: '1/s', samples }],
      figures: Object.fromEntries(figures),
      counts: { requests, clients: CLIENTS },
    };
  },
};

/** Does `each` `count` times in all, `CLIENTS` at a time. */
async function sideBySide(each: () => Promise<unknown>, count: number): Promise<void> {
  let left = count;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      await each();
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

async function signIn(endpoint: string, { UserPoolId, UserPoolClientId: ClientId }: Outputs['WildRydes']) {
  const cognito = new CognitoIdentityProviderClient(clientSettings(endpoint));
  const [Username, Password] = ['bench', 'Bench-Rides-2026'];
  const UserAttributes = [{ Name: 'email', Value: 'bench@example.com' }];
  await cognito.send(new SignUpCommand({ ClientId, Username, Password, UserAttributes }));
  await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }));
  const AuthParameters = { USERNAME: Username, PASSWORD: Password };
  const signedIn = await cognito.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
  );
  cognito.destroy();
  return signedIn.AuthenticationResult?.IdToken ?? '';
}

/** A copy of the cloud assembly whose APIs are not throttled: their limit would be what is measured. */
function copyUnthrottled(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-bench-'));
  cpSync(assemblyFolder, folder, { recursive: true });
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.template.json'))) {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(JSON.parse(readFileSync(path, 'utf8'), withoutThrottling)));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

function withoutThrottling(key: string, value: unknown): unknown {
  return key === 'ThrottlingRateLimit' || key === 'ThrottlingBurstLimit' ? undefined : value;
}
