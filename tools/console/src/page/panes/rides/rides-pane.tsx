import { useSignal } from '@preact/signals';
import type { RideGranted, RideOnMap, RidesState, UnicornOnMap } from '../../../api/rides.ts';
import { now } from '../../data/live.ts';
import { apiPath, post, RequestError } from '../../data/request.ts';
import { useResource } from '../../data/use-resource.ts';
import { Badge } from '../../parts/badge.tsx';
import { Command } from '../../parts/command.tsx';
import { Loaded, Notice } from '../../parts/notice.tsx';
import { type Column, Rows } from '../../parts/rows.tsx';
import { timeOfDay } from '../../parts/time.tsx';
import { toast } from '../../parts/toast.tsx';
import { go, hrefOf } from '../../router/place.ts';
import type { PaneProps } from '../pane.ts';
import { leaseText, rideState } from './lease.ts';
import { RideForm, type RideDraft } from './ride-form.tsx';
import { texts } from './texts.ts';
import { WorldMap } from './world-map.tsx';

const KINDS = ['tables'];

/** Unicorns and riders on the map of the world, and beside it as lists; a click on the map asks for a ride. */
export function RidesPane({ path: [openId] }: PaneProps) {
  const t = texts();
  const resource = useResource<RidesState>(apiPath(['rides']), KINDS).value;
  const draft = useSignal<RideDraft>({ rider: 'rider', latitude: '47.6175', longitude: '-122.2884' });
  const fields = useSignal<Readonly<Record<string, string>>>({});
  const said = useSignal('');
  const isAsking = useSignal(false);
  const ask = async () => {
    if (isAsking.value) return;
    isAsking.value = true;
    fields.value = {};
    said.value = t.asking;
    try {
      const { rider, latitude, longitude } = draft.value;
      const wish = {
        rider,
        latitude: Number(latitude || Number.NaN),
        longitude: Number(longitude || Number.NaN),
      };
      const { id, unicorn, eta } = await post<RideGranted>(apiPath(['rides']), wish);
      said.value = t.granted(unicorn, eta);
      toast(said.value);
      go(hrefOf('rides', id));
    } catch (failure) {
      if (!(failure instanceof RequestError)) throw failure;
      fields.value = failure.fields;
      said.value = Object.keys(failure.fields).length > 0 ? '' : failure.message;
    } finally {
      isAsking.value = false;
    }
  };
  const askAt = (latitude: number, longitude: number) => {
    draft.value = { ...draft.value, latitude: latitude.toFixed(4), longitude: longitude.toFixed(4) };
    void ask();
  };
  return (
    <Loaded of={resource}>
      {(state) =>
        state.isRunning ? (
          <div class="rides">
            <div class="ride-lists">
              <RideForm
                draft={draft.value}
                fields={fields.value}
                isAsking={isAsking.value}
                onChange={(changed) => (draft.value = changed)}
                onAsk={ask}
              />
              <p role="status" class="said">
                {said.value}
              </p>
              <h3>{t.rides(state.rides.length)}</h3>
              {state.rides.length > 0 ? (
                <Rows
                  label={t.rides(state.rides.length)}
                  rows={state.rides}
                  columns={rideColumns()}
                  keyOf={({ id }) => id}
                  hrefOf={({ id }) => hrefOf('rides', id)}
                  selected={openId}
                />
              ) : (
                <p class="empty">{t.noRides}</p>
              )}
              <h3>{t.unicorns(state.unicorns.length)}</h3>
              {state.unicorns.length > 0 ? (
                <Rows
                  label={t.unicorns(state.unicorns.length)}
                  rows={state.unicorns}
                  columns={unicornColumns()}
                  keyOf={({ id }) => id}
                />
              ) : (
                <p class="empty">{t.noUnicorns}</p>
              )}
            </div>
            <WorldMap state={state} openId={openId} onAsk={askAt} />
          </div>
        ) : (
          <Notice title={t.notRunning}>
            <Command text="npm start" />
          </Notice>
        )
      }
    </Loaded>
  );
}

const TONES = { Requested: 'info', Completed: 'good', Lapsed: 'warn' } as const;

function rideColumns(): readonly Column<RideOnMap>[] {
  const t = texts();
  return [
    { title: t.rider, width: 'minmax(64px, 1fr)', cell: ({ rider }) => rider },
    { title: t.unicorn, width: 'minmax(64px, 1fr)', cell: ({ unicorn }) => unicorn },
    {
      title: t.state,
      width: '76px',
      cell: (ride) => {
        const state = rideState(ride, now.value);
        return <Badge tone={TONES[state]}>{t.states[state]}</Badge>;
      },
    },
    { title: t.lease, width: '56px', isNumber: true, cell: (ride) => leaseText(ride, now.value) },
    {
      title: t.requested,
      width: '60px',
      cell: ({ requested }) => timeOfDay(new Date(requested)).slice(0, 8),
    },
  ];
}

function unicornColumns(): readonly Column<UnicornOnMap>[] {
  const t = texts();
  return [
    { title: t.unicorn, width: 'minmax(72px, 1fr)', cell: ({ name }) => name },
    {
      title: t.state,
      width: '88px',
      cell: ({ rideId }) => (
        <Badge tone={rideId === undefined ? 'good' : 'info'}>{rideId === undefined ? t.free : t.taken}</Badge>
      ),
    },
    {
      title: t.place,
      width: '120px',
      isNumber: true,
      cell: ({ latitude, longitude }) => `${latitude.toFixed(2)}, ${longitude.toFixed(2)}`,
    },
  ];
}
