import type { Sample, SendAnswer, StackMap } from '@hanok/console';
import { cloudformation } from '../../services/cloudformation/part.ts';
import { lambda } from '../../services/lambda/part.ts';
import type { OpenParts } from '../../stack/open-parts.ts';
import { ConsoleError } from '../console-operation.ts';
import { keepInvocations, type PastInvocations } from './past-invocations.ts';
import { samplesFor } from './samples.ts';
import { invoke, sendEvent, type SendPlace } from './send-event.ts';

/** What people send to the stack and replay on its page. */
export type Sending = Pick<PastInvocations, 'list' | 'find'> & {
  samples(): Sample[];
  /** Throws `ConsoleError`. */
  send(sample: string, event: string): Promise<SendAnswer>;
  /** Runs the function of a past invocation again, with the same event or another. Throws `ConsoleError`. */
  replay(id: number, event?: string): Promise<SendAnswer>;
};

export function openSending(
  place: SendPlace,
  parts: OpenParts,
  { graph, onChanged }: { graph(): StackMap; onChanged(): void },
): Sending {
  const past = keepInvocations(onChanged);
  parts.usesOf(lambda).invocations.add(past.listener);
  const stacks = parts.usesOf(cloudformation);
  const outputs = () =>
    new Map(stacks.all().flatMap(({ outputs: own }) => own.map(({ key, value }) => [key, value] as const)));
  const samples = () => samplesFor(graph(), outputs());
  return {
    list: past.list,
    find: past.find,
    samples,
    send: async (sample, event) => {
      const found = samples().find(({ id }) => id === sample);
      if (found === undefined) throw new ConsoleError(404, `There is no sample ${sample} for this stack`);
      return sendEvent(place, found, event, outputs());
    },
    replay: async (id, event) => {
      const found = past.find(id);
      if (found === undefined) throw new ConsoleError(404, `Invocation ${id} is not known any more`);
      return invoke(place, found.functionName, event ?? found.event);
    },
  };
}
